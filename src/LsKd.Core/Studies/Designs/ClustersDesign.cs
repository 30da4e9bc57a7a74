using LsKd.Core.Specs;
using LsKd.Core.Studies.Catalog;
using LsKd.Core.Studies.Evidence;
using LsKd.Core.Studies.Plans;
using LsKd.Core.Studies.Reports;
using LsKd.Core.Studies.Verdicts;

namespace LsKd.Core.Studies.Designs;

/// <summary>Projections and cluster geometry without and with smoothing.</summary>
public sealed class ClustersDesign : IStudyDesign
{
    private static readonly Column[] Columns =
    [
        new("test top-1", Format.Points, Measures.TestTop1),
        new("radius", "", Measures.Radius),
        new("D_c", "", r => r.Report("test")?.CenterDistance?.Features),
        new("D_c / radius", "", Measures.PairDistance),
        new("D_c / radius, in the plane", "", r => r.Report("test")?.CenterDistance?.PlaneOverRadius),
        new("R² (cosine)", "", r => r.Report("test")?.CosineR2),
    ];

    /// <inheritdoc/>
    public string Name => StudyNames.Clusters;

    /// <inheritdoc/>
    public EvidenceParts Needs => EvidenceParts.Clouds;

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
                Contrasts.Smoothing(evidence, "Change of the similar pairs' centre distance over radius, mean over the pairs", "", new(Up: true), Roles.Teacher, Measures.SimilarPairsRise),
                Contrasts.Smoothing(evidence, "Change of the intra-class radius", "", new(Up: false), Roles.Teacher, Measures.Radius),
            ]),
            Tables = [Tables.Conditions("Geometry of the features (test split)", conditions, Columns), PairTables.Similar(evidence)],
            Figures = [.. Figures.Projections(conditions)],
            Remarks = StudyCatalog.Get(Name).Remarks,
        };
    }
}
