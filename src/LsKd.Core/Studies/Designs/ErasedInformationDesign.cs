using LsKd.Core.Specs;
using LsKd.Core.Studies.Catalog;
using LsKd.Core.Studies.Evidence;
using LsKd.Core.Studies.Plans;
using LsKd.Core.Studies.Reports;
using LsKd.Core.Studies.Verdicts;

namespace LsKd.Core.Studies.Designs;

/// <summary>Neural collapse and Müller's mutual information over training.</summary>
public sealed class ErasedInformationDesign : IStudyDesign
{
    private static readonly Column[] Columns =
    [
        new("test top-1", Format.Points, Measures.TestTop1),
        new("NC1 (train)", "", Measures.Nc1),
        new("NC2", "", r => r.Report("train")?.NeuralCollapse?.Nc2),
        new("NC3", "", r => r.Report("train")?.NeuralCollapse?.Nc3),
        new("nearest-mean mismatch", Format.Points, r => r.Report("train")?.NeuralCollapse?.NccMismatch),
    ];

    /// <inheritdoc/>
    public string Name => StudyNames.ErasedInformation;

    /// <inheritdoc/>
    public EvidenceParts Needs => EvidenceParts.OverTraining;

    /// <inheritdoc/>
    public void Plan(PlanBuilder plan) => Grids.Labels(plan, Networks.OrTeacher(plan), bare => bare with
    {
        Analysis = bare.Analysis with { EveryEpochs = Math.Max(1, bare.Training.Epochs / 8) },
    });

    /// <inheritdoc/>
    public StudyFindings Judge(StudyEvidence evidence)
    {
        var conditions = Condition.All(evidence);
        return new()
        {
            Verdict = Verdicts.Judge.All(
            [
                Contrasts.Smoothing(evidence, "Change of log10 NC1 at the end (train)", "", new(Up: false), Roles.Teacher, r => Math.Log10(Measures.Nc1(r) ?? double.NaN)),
            ]),
            Tables = [Tables.Conditions("Neural collapse at the end", conditions, Columns)],
            Figures =
            [
                .. new[]
                {
                    OverTraining("NC1 over training (train split)", "NC1", conditions, r => r.NeuralCollapse?.Nc1),
                    OverTraining("NC2 over training", "NC2", conditions, r => r.NeuralCollapse?.Nc2),
                    OverTraining("Mutual information (Müller's estimate, qualitative)", "nats", conditions, r => r.MutualInformation),
                }.OfType<StudyFigure>(),
            ],
            Remarks = StudyCatalog.Get(Name).Remarks,
        };
    }

    private static StudyFigure? OverTraining(
        string title, string y, IReadOnlyList<Condition> conditions, Func<Analysis.AnalysisReport, double?> value)
    {
        FigureSeries[] series = [.. conditions.Select(c => Series(c, value)).OfType<FigureSeries>()];
        return series.Length == 0 ? null : new() { Title = title, Kind = FigureKind.Lines, X = "epoch", Y = y, Series = series, Panel = "collapse" };
    }

    private static FigureSeries? Series(Condition condition, Func<Analysis.AnalysisReport, double?> value)
    {
        var points = condition.Runs
            .SelectMany(r => r.OverTraining.GetValueOrDefault("train") ?? [])
            .Where(r => r.Epoch is not null && value(r) is not null)
            .GroupBy(r => r.Epoch!.Value).OrderBy(g => g.Key)
            .Select(g => (Epoch: (double)g.Key, Mean: g.Average(r => value(r)!.Value))).ToArray();
        return points.Length == 0
            ? null
            : new(condition.Cell.ToString(), [.. points.Select(p => p.Epoch)], [.. points.Select(p => p.Mean)]);
    }
}
