using LsKd.Core.Studies.Evidence;
using LsKd.Core.Studies.Plans;
using LsKd.Core.Studies.Statistics;
using LsKd.Core.Studies.Verdicts;

namespace LsKd.Core.Studies.Reports;

/// <summary>Without and with smoothing in two columns: one row a quantity of teacher or student.</summary>
public static class SideBySide
{
    private static readonly (string Role, Column Column)[] Rows =
    [
        (Roles.Teacher, new("test accuracy, %", Format.Points, Measures.TestTop1)),
        (Roles.Teacher, new("ECE (15 bins)", "", Measures.Ece)),
        (Roles.Teacher, new("mean confidence", "", Measures.Confidence)),
        (Roles.Teacher, new("stability: 1 - S", "", Measures.Instability)),
        (Roles.Teacher, new("D_c of the pair over radius", "", Measures.PairDistance)),
        (Roles.Teacher, new("D_c of all similar pairs over radius, mean", "", r => r.Report("test")?.SimilarPairsSpread?.FeaturesOverRadius?.Mean)),
        (Roles.Teacher, new("intra-class radius", "", Measures.Radius)),
        (Roles.Teacher, new("soft label: target", "", Measures.TargetProbability)),
        (Roles.Student, new("test accuracy, %", Format.Points, Measures.TestTop1)),
        (Roles.Student, new("ECE (15 bins)", "", Measures.Ece)),
        (Roles.Student, new("mean confidence", "", Measures.Confidence)),
        (Roles.Student, new("final distillation loss (cross-entropy)", "", Measures.FinalTrainLoss)),
        (Roles.Student, new("final KL to the teacher", "", r => r.Metric("train/kd_kl"))),
        (Roles.Student, new("teacher's entropy (floor of the loss)", "", r => r.Metric("train/teacher_entropy"))),
        (Roles.Baseline, new("test accuracy, %", Format.Points, Measures.TestTop1)),
        (Roles.Baseline, new("ECE (15 bins)", "", Measures.Ece)),
    ];

    /// <summary>The table; test split unless said otherwise, mean ± sd over seeds.</summary>
    public static StudyTable Of(StudyEvidence evidence)
    {
        var (first, second) = Contrasts.Factors(evidence);
        return new(
            "Side by side",
            ["Network", "Quantity", FormattableString.Invariant($"smoothing {first}"), FormattableString.Invariant($"smoothing {second}"), "Change"],
            [.. Rows.Select(r => Row(evidence, r.Role, r.Column, first, second))],
            "Test split, best weights by validation; losses are of the last training epoch, in nats. A student's smoothing is its teacher's; " +
            "the student alone has hard labels.");
    }

    private static IReadOnlyList<string> Row(StudyEvidence evidence, string role, Column column, double first, double second)
    {
        var name = role == Roles.Baseline ? "student alone" : role;
        if (role == Roles.Baseline)
            return [name, column.Title, Format.Spread(Sample(evidence, role, column, null), column.Unit), "-", "-"];
        var (a, b) = (Sample(evidence, role, column, first), Sample(evidence, role, column, second));
        var change = Contrasts.Smoothing(evidence, "", "", new(true), role, column.Measure);
        return
        [
            name, column.Title, Format.Spread(a, column.Unit), Format.Spread(b, column.Unit),
            change.Values.Count > 0 ? Format.Number(change.Values.Average(), column.Unit) : "-",
        ];
    }

    private static Sample Sample(StudyEvidence evidence, string role, Column column, double? smoothing) =>
        new([.. evidence.Done.Where(r => r.Planned.Role == role && r.Planned.Cell.Smoothing == smoothing).Select(column.Measure).OfType<double>()]);
}
