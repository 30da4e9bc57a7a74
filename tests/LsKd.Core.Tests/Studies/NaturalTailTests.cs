using LsKd.Core.Analysis;
using LsKd.Core.Runs;
using LsKd.Core.Studies.Catalog;
using LsKd.Core.Studies.Designs;
using LsKd.Core.Studies.Evidence;
using LsKd.Core.Studies.Plans;
using LsKd.Core.Studies.Verdicts;

namespace LsKd.Core.Tests.Studies;

public class NaturalTailTests
{
    [Theory]
    [InlineData(StudySize.Tiny, 2)]
    [InlineData(StudySize.Quick, 6)]
    public void The_preset_trains_on_the_kanji_radicals_as_they_are(StudySize size, int runs)
    {
        var plan = StudyDesigns.Expand(StudyPresets.Get(StudyNames.LongTail, "kanji-radical").Make(size));
        Assert.Equal(runs, plan.Runs.Count);
        Assert.All(plan.Runs, r => Assert.Equal(("kanji", "radical", 1.0), (r.Spec.Data.Dataset, r.Spec.Data.LabelLevel, r.Spec.Data.ImbalanceFactor)));
    }

    [Fact]
    public void An_unknown_preset_is_refused_with_those_that_there_are() =>
        Assert.Contains("kanji-radical", Assert.Throws<ArgumentException>(() => StudyPresets.Get(StudyNames.LongTail, "nothing")).Message);

    [Theory]
    [InlineData(-0.03, Outcome.Supported)]
    [InlineData(0.03, Outcome.NotSupported)]
    public void The_gain_on_rare_classes_is_held_against_that_on_frequent_ones(double onFew, Outcome outcome)
    {
        var plan = StudyDesigns.Expand(StudyPresets.Get(StudyNames.LongTail, "kanji-radical").Make(StudySize.Quick));
        var findings = StudyDesigns.Judge(new StudyEvidence(plan, [.. plan.Runs.Select(r => Done(r, onFew))]));
        Assert.Equal(outcome, findings.Verdict.Outcome);
        Assert.Equal(5, findings.Tables[1].Rows.Count);
    }

    private static RunEvidence Done(PlannedRun run, double onFew)
    {
        var (smoothed, noise) = (run.Cell.Smoothing > 0, 0.001 * run.Seed);
        return new RunEvidence
        {
            Planned = run,
            State = RunState.Succeeded,
            Result = new RunResult { Metrics = new Dictionary<string, double> { ["test/top1"] = smoothed ? 0.81 : 0.8 } },
            Reports = new Dictionary<string, AnalysisReport>
            {
                ["test"] = new()
                {
                    AccuracyByClass = [0.5, null, 0.7],
                    ShotAccuracy = new ShotAccuracy(smoothed ? 0.91 : 0.9, 0.8, smoothed ? 0.5 + onFew + noise : 0.5),
                },
            },
        };
    }
}
