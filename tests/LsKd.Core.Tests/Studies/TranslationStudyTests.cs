using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Core.Studies.Catalog;
using LsKd.Core.Studies.Designs;
using LsKd.Core.Studies.Evidence;
using LsKd.Core.Studies.Plans;
using LsKd.Core.Studies.Reports;
using LsKd.Core.Studies.Verdicts;

namespace LsKd.Core.Tests.Studies;

public class TranslationStudyTests
{
    [Fact]
    public void Every_teacher_has_a_student_at_each_temperature_that_keeps_the_hard_labels()
    {
        var plan = StudyDesigns.Expand(new StudySpec { Study = StudyNames.Translation });
        Assert.Equal(3 * 2 * (1 + 2), plan.Runs.Count);
        var students = plan.Runs.Where(r => r.Role == Roles.Student).ToArray();
        Assert.All(students, s => Assert.Equal(("kd", 0.5), (s.Spec.Objective.Name, s.Spec.Objective.SoftWeight)));
        Assert.Equal([1.0, 3.0], students.Select(s => s.Spec.Objective.Temperature).Distinct());
        Assert.All(plan.Runs, r => Assert.Equal(RunTask.Translation, r.Spec.Task));
    }

    [Fact]
    public void Smoothing_that_raises_BLEU_despite_a_worse_NLL_supports_the_claim_whatever_the_high_temperature_does()
    {
        var findings = Judge((role, smoothing, temperature, seed) => (
            10 + 20 * smoothing + 0.01 * seed - (temperature > 1 ? 40 * smoothing : 0), 3 + smoothing + 0.001 * seed));
        Assert.Equal(Outcome.Supported, findings.Verdict.Outcome);
        Assert.Equal(3, findings.Verdict.Parts.Count);
    }

    [Fact]
    public void A_teacher_whose_NLL_gets_better_refutes_it() =>
        Assert.Equal(Outcome.NotSupported, Judge((_, smoothing, _, seed) => (10 + smoothing + 0.001 * seed, 3 - smoothing - 0.001 * seed)).Verdict.Outcome);

    [Fact]
    public void The_temperatures_stand_in_a_table_with_the_change_from_the_lowest_one_and_in_a_heat_map()
    {
        var findings = Judge((_, smoothing, temperature, seed) => (10 + smoothing - temperature + 0.01 * seed, 3));
        var table = Assert.Single(findings.Tables, t => t.Title.Contains("temperature", StringComparison.Ordinal));
        Assert.Equal(4, table.Rows.Count);
        Assert.Equal(["0", "3", "-2.000"], [table.Rows[1][0], table.Rows[1][1], table.Rows[1][3]]);
        var map = Assert.Single(findings.Figures, f => f.Rows.Count == 2);
        Assert.Equal(["1", "3"], map.Columns);
        Assert.Equal(9.01, map.Cells[0][0]!.Value, 6);
    }

    [Fact]
    public void A_custom_study_on_a_corpus_translates_and_is_judged_by_BLEU()
    {
        var spec = new StudySpec { Study = StudyNames.Custom, Data = new DataSpec { Dataset = "wesnoth" } };
        var plan = StudyDesigns.Expand(spec);
        Assert.All(plan.Runs, r => Assert.Equal((RunTask.Translation, "adam"), (r.Spec.Task, r.Spec.Training.Optimizer.Name)));
        var findings = StudyDesigns.Judge(new StudyEvidence(plan, [.. plan.Runs.Select(r => new RunEvidence { Planned = r })]));
        Assert.Equal("BLEU", Assert.Single(findings.Verdict.Parts).Contrast.Unit);
    }

    [Fact]
    public void An_image_network_on_a_corpus_is_refused() =>
        Assert.Contains("resnet8", Assert.Single(StudySpecCheck.Problems(new StudySpec
        {
            Study = StudyNames.Stability, Data = new DataSpec { Dataset = "wesnoth" }, Networks = [new ModelSpec { Name = "resnet8" }],
        })));

    [Fact]
    public void A_document_without_translation_settings_does_not_mention_them() =>
        Assert.DoesNotContain("\"translation\"", System.Text.Json.JsonSerializer.Serialize(new StudySpec { Study = StudyNames.Quick }, SpecJson.Options));

    private static StudyFindings Judge(Func<string, double, double, int, (double Bleu, double Nll)> values)
    {
        var plan = StudyDesigns.Expand(new StudySpec { Study = StudyNames.Translation });
        return StudyDesigns.Judge(new StudyEvidence(plan, [.. plan.Runs.Select(run => Done(run, values))]));
    }

    private static RunEvidence Done(PlannedRun run, Func<string, double, double, int, (double Bleu, double Nll)> values)
    {
        var (bleu, nll) = values(run.Role, run.Cell.Smoothing ?? 0, run.Cell.Temperature ?? 1, run.Seed);
        return new RunEvidence
        {
            Planned = run,
            State = RunState.Succeeded,
            Result = new RunResult { Metrics = new Dictionary<string, double> { ["test/bleu"] = bleu, ["test/nll"] = nll } },
        };
    }
}
