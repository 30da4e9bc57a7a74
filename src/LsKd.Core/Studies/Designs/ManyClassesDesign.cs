using LsKd.Core.Specs;
using LsKd.Core.Studies.Catalog;
using LsKd.Core.Studies.Evidence;
using LsKd.Core.Studies.Plans;
using LsKd.Core.Studies.Reports;
using LsKd.Core.Studies.Verdicts;

namespace LsKd.Core.Studies.Designs;

/// <summary>Gain of smoothing against the number of classes, on rendered kanji.</summary>
public sealed class ManyClassesDesign : IStudyDesign
{
    private static readonly Column[] Columns =
    [
        new("test top-1", Format.Points, Measures.TestTop1),
        new("test top-5", Format.Points, r => r.Report("test")?.Top5),
        new("ECE", "", Measures.Ece),
        new("mean confidence", "", Measures.Confidence),
    ];

    /// <inheritdoc/>
    public string Name => StudyNames.ManyClasses;

    /// <inheritdoc/>
    public EvidenceParts Needs => EvidenceParts.None;

    /// <inheritdoc/>
    public StudyDefaults Defaults(StudySize size)
    {
        var defaults = StudyDefaults.Of(size);
        return defaults with
        {
            Data = new DataSpec { Dataset = "kanji", ClassOrder = ClassOrder.Random },
            Teacher = size == StudySize.Quick ? new ModelSpec { Name = "resnet8", Width = 12 } : defaults.Teacher,
            // Few classes are few images (24 a class): with the other studies' batch and epochs they would see two dozen steps.
            Training = size == StudySize.Quick ? defaults.Training with { Epochs = 30, BatchSize = 32 } : defaults.Training,
        };
    }

    /// <inheritdoc/>
    public void Plan(PlanBuilder plan)
    {
        foreach (var seed in plan.Seeds)
            foreach (var classes in Counts(plan.Spec))
                foreach (var network in Networks.OrTeacher(plan))
                    foreach (var smoothing in plan.Smoothings)
                    {
                        var bare = plan.Base(network, seed);
                        plan.Labels(
                            bare with { Data = bare.Data with { Classes = classes } }, smoothing, Roles.Teacher,
                            Grids.Cell(Networks.Label(network), smoothing) with { Classes = classes });
                    }
    }

    /// <inheritdoc/>
    public StudyFindings Judge(StudyEvidence evidence) =>
        LimitsFindings.Of(evidence, Name, "number of classes", c => c.Classes, Columns);

    private static IReadOnlyList<int> Counts(StudySpec spec) => spec switch
    {
        { ClassCounts.Count: > 0 } => spec.ClassCounts,
        { Size: StudySize.Tiny } => [5, 10],
        { Size: StudySize.Quick } => [10, 50, 200, 500],
        _ => [10, 100, 500, 1000, 2962],
    };
}
