using LsKd.Core.Specs;
using LsKd.Core.Studies.Catalog;
using LsKd.Core.Studies.Evidence;
using LsKd.Core.Studies.Plans;
using LsKd.Core.Studies.Reports;
using LsKd.Core.Studies.Verdicts;

namespace LsKd.Core.Studies.Designs;

/// <summary>Gain of smoothing against the imbalance of the training set.</summary>
public sealed class LongTailDesign : IStudyDesign
{
    private static readonly Column[] Columns =
    [
        new("test top-1", Format.Points, Measures.TestTop1),
        new("many-shot", Format.Points, r => r.Report("test")?.ShotAccuracy?.Many),
        new("medium-shot", Format.Points, r => r.Report("test")?.ShotAccuracy?.Medium),
        new("few-shot", Format.Points, r => r.Report("test")?.ShotAccuracy?.Few),
    ];

    /// <inheritdoc/>
    public string Name => StudyNames.LongTail;

    /// <inheritdoc/>
    public EvidenceParts Needs => EvidenceParts.None;

    /// <inheritdoc/>
    public StudyDefaults Defaults(StudySize size)
    {
        var defaults = StudyDefaults.Of(size);
        // A cap on the training samples would come after the tail was cut and blunt it.
        return size == StudySize.Quick ? defaults with { Data = defaults.Data with { TrainSize = null } } : defaults;
    }

    /// <inheritdoc/>
    public void Plan(PlanBuilder plan)
    {
        foreach (var seed in plan.Seeds)
            foreach (var factor in Factors(plan.Spec))
                foreach (var network in Networks.OrTeacher(plan))
                    foreach (var smoothing in plan.Smoothings)
                    {
                        var bare = plan.Base(network, seed);
                        plan.Labels(
                            bare with { Data = bare.Data with { ImbalanceFactor = factor } }, smoothing, Roles.Teacher,
                            Grids.Cell(Networks.Label(network), smoothing) with { Imbalance = factor });
                    }
    }

    /// <inheritdoc/>
    public StudyFindings Judge(StudyEvidence evidence) => evidence.Plan.Runs.Select(r => r.Cell.Imbalance).Distinct().Count() == 1
        ? NaturalTailFindings.Of(evidence, Columns)
        : LimitsFindings.Of(evidence, Name, "imbalance factor", c => c.Imbalance, Columns);

    private static IReadOnlyList<double> Factors(StudySpec spec) =>
        spec.ImbalanceFactors.Count > 0 ? spec.ImbalanceFactors : spec.Size == StudySize.Tiny ? [1, 5] : [1, 10, 50, 100];
}
