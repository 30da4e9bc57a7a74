using LsKd.Core.Specs;
using LsKd.Core.Studies.Catalog;
using LsKd.Core.Studies.Evidence;
using LsKd.Core.Studies.Plans;
using LsKd.Core.Studies.Reports;
using LsKd.Core.Studies.Verdicts;

namespace LsKd.Core.Studies.Designs;

/// <summary>Calibration by smoothing against calibration by temperature.</summary>
public sealed class CalibrationDesign : IStudyDesign
{
    private static readonly Column[] Columns =
    [
        new("test top-1", Format.Points, Measures.TestTop1),
        new("ECE", "", Measures.Ece),
        new("fitted T", "", Measures.FittedTemperature),
        new("ECE at fitted T", "", Measures.EceScaled),
        new("mean confidence", "", Measures.Confidence),
        new("NLL", "", r => r.Report("test")?.Nll),
    ];

    /// <inheritdoc/>
    public string Name => StudyNames.Calibration;

    /// <inheritdoc/>
    public EvidenceParts Needs => EvidenceParts.None;

    /// <inheritdoc/>
    public void Plan(PlanBuilder plan) => Grids.Labels(plan, Networks.OrTeacher(plan));

    /// <inheritdoc/>
    public StudyFindings Judge(StudyEvidence evidence)
    {
        var conditions = Condition.All(evidence);
        return new()
        {
            Verdict = Verdicts.Judge.All(
            [
                Contrasts.Smoothing(evidence, "Change of the calibration error by smoothing", "", new(Up: false), Roles.Teacher, Measures.Ece),
            ]),
            Tables = [Tables.Conditions("Calibration (test split, 15 bins)", conditions, Columns)],
            Figures = [.. Reliability(conditions)],
            Remarks = StudyCatalog.Get(Name).Remarks,
        };
    }

    private static IEnumerable<StudyFigure> Reliability(IReadOnlyList<Condition> conditions)
    {
        FigureSeries[] series = [.. conditions.Select(Series).OfType<FigureSeries>()];
        if (series.Length == 0)
            yield break;
        yield return new()
        {
            Title = "Reliability", Kind = FigureKind.Lines, X = "confidence", Y = "accuracy", RangeX = (0, 1), RangeY = (0, 1),
            Series = [new FigureSeries("perfect", [0, 1], [0, 1]) { Dashed = true }, .. series],
            Caption = "Samples of all seeds pooled; bins without samples are left out.",
        };
    }

    private static FigureSeries? Series(Condition condition)
    {
        var bins = condition.Runs.Where(r => r.Done)
            .SelectMany(r => (r.Report("test")?.ReliabilityBins ?? []).Select((bin, index) => (bin, index)))
            .Where(b => b.bin is [> 0, not null, not null])
            .GroupBy(b => b.index).OrderBy(g => g.Key)
            .Select(g => (Confidence: Pooled(g.Select(b => b.bin), 2), Accuracy: Pooled(g.Select(b => b.bin), 1))).ToArray();
        return bins.Length == 0
            ? null
            : new(condition.Cell.ToString(), [.. bins.Select(b => b.Confidence)], [.. bins.Select(b => b.Accuracy)]);
    }

    private static double Pooled(IEnumerable<IReadOnlyList<double?>> bins, int column)
    {
        IReadOnlyList<double?>[] all = [.. bins];
        return all.Sum(b => b[0]!.Value * b[column]!.Value) / all.Sum(b => b[0]!.Value);
    }
}
