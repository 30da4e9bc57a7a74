using LsKd.Core.Specs;
using LsKd.Core.Studies.Catalog;
using LsKd.Core.Studies.Evidence;
using LsKd.Core.Studies.Plans;
using LsKd.Core.Studies.Reports;
using LsKd.Core.Studies.Verdicts;

namespace LsKd.Core.Studies.Designs;

/// <summary>What the labels of a smoothed teacher look like.</summary>
public sealed class SoftLabelsDesign : IStudyDesign
{
    /// <inheritdoc/>
    public string Name => StudyNames.SoftLabels;

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
                Contrasts.Smoothing(evidence, "Change of the target's mean probability", "", new(Up: false), Roles.Teacher, Measures.TargetProbability),
                Contrasts.Smoothing(evidence, "Rank correlation of the minor classes without and with smoothing", "", new(Up: true), Roles.Teacher, OrderKept),
            ]),
            Tables =
            [
                Tables.Conditions("Soft labels (test split)", conditions,
                [
                    new("test top-1", Format.Points, Measures.TestTop1),
                    new("target's probability", "", Measures.TargetProbability),
                    new("largest probability", "", Measures.Confidence),
                    new("entropy, nats", "", r => r.Report("test")?.MeanEntropy),
                    new("gamma", "", r => r.Report("test")?.Gamma),
                ]),
            ],
            Figures = [.. new[] { Figures.TargetProbabilities(conditions), Figures.MinorProbabilities(conditions) }.OfType<StudyFigure>()],
            Remarks = StudyCatalog.Get(Name).Remarks,
        };
    }

    /// <summary>Mean over the classes of Spearman's rho between the two networks' minor values.</summary>
    internal static double? OrderKept(RunEvidence first, RunEvidence second)
    {
        var a = first.Report("test")?.SoftLabelByClass ?? [];
        var b = second.Report("test")?.SoftLabelByClass ?? [];
        double[] correlations =
        [
            .. Enumerable.Range(0, Math.Min(a.Count, b.Count))
                .Select(c => a[c] is { } x && b[c] is { } y ? Statistics.RankCorrelation.Spearman(Minor(x, c), Minor(y, c)) : null)
                .OfType<double>(),
        ];
        return correlations.Length == 0 ? null : correlations.Average();
    }

    private static double[] Minor(IReadOnlyList<double> row, int target) => [.. row.Where((_, c) => c != target)];
}
