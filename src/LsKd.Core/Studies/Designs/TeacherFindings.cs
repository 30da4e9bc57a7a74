using LsKd.Core.Specs;
using LsKd.Core.Studies.Catalog;
using LsKd.Core.Studies.Evidence;
using LsKd.Core.Studies.Plans;
using LsKd.Core.Studies.Reports;
using LsKd.Core.Studies.Verdicts;

namespace LsKd.Core.Studies.Designs;

/// <summary>What the studies of "does a smoothed teacher hurt" have in common.</summary>
internal static class TeacherFindings
{
    private static readonly Column[] Columns =
    [
        new("test top-1", Format.Points, Measures.TestTop1),
        new("ECE", "", Measures.Ece),
        new("mean confidence", "", Measures.Confidence),
        new("final training loss", "", Measures.FinalTrainLoss),
        new("final KL to the teacher", "", r => r.Metric("train/kd_kl")),
        new("agrees with teacher", Format.Points, r => r.Report("test")?.StudentAgreementTop1),
    ];

    /// <summary>Student not worse (margin half a point), distillation loss higher; teacher's accuracy beside them.</summary>
    public static StudyFindings Of(StudyEvidence evidence, string name)
    {
        var conditions = Condition.All(evidence);
        return new()
        {
            Verdict = Verdicts.Judge.All(
            [
                Contrasts.Smoothing(evidence, "Change of the student's test accuracy, mean over the pairs", Format.Points, new(Up: true, Margin: 0.005), Roles.Student, Measures.TestTop1),
                Contrasts.Smoothing(evidence, "Rise of the final distillation loss", "", new(Up: true), Roles.Student, Measures.FinalTrainLoss),
            ]),
            Tables = [Tables.Conditions("Teachers and students", conditions, Columns), Change(evidence)],
            Figures = [.. Accuracies(conditions), .. DistillationFigures.All(conditions)],
            Remarks = StudyCatalog.Get(name).Remarks,
        };
    }

    private static StudyTable Change(StudyEvidence evidence)
    {
        var (first, second) = Contrasts.Factors(evidence);
        var rows =
            from role in (string[])[Roles.Teacher, Roles.Student]
            from pair in evidence.Seeds.SelectMany(s => Contrasts.Pairs(evidence, role, s, first, second))
            where pair.First is { Done: true } && pair.Second is { Done: true }
            group Measures.TestTop1(pair.Second!) - Measures.TestTop1(pair.First!) by (role, pair.First!.Planned.Cell.Group) into g
            let sample = new Statistics.Sample([.. g.OfType<double>()])
            select (IReadOnlyList<string>)
            [
                g.Key.role, g.Key.Group, sample.Count.ToString(System.Globalization.CultureInfo.InvariantCulture),
                Format.Number(sample.Mean, Format.Points, sample.TInterval()), sample.TInterval() is { } i ? Format.Range(i, Format.Points) : "-",
            ];
        return new("Change of test accuracy by smoothing, paired by seed", ["Role", "Networks", "n", "Mean", "95% t interval"], [.. rows]);
    }

    private static IEnumerable<StudyFigure> Accuracies(IReadOnlyList<Condition> conditions) =>
        new[]
        {
            Figures.Bars("Test accuracy", "top-1, %",
                [.. conditions.Select(c => (
                    c.Cell.Smoothing is { } s ? FormattableString.Invariant($"ls={s}") : "alone",
                    $"{c.Role} {c.Cell.Group}",
                    new Statistics.Sample([.. c.Of(Measures.TestTop1).Values.Select(v => 100 * v)])))],
                "Bars are means over seeds, whiskers standard deviations."),
        }.OfType<StudyFigure>();
}
