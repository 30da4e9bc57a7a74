using LsKd.Core.Specs;
using LsKd.Core.Studies.Catalog;
using LsKd.Core.Studies.Evidence;
using LsKd.Core.Studies.Plans;
using LsKd.Core.Studies.Reports;
using LsKd.Core.Studies.Verdicts;

namespace LsKd.Core.Studies.Designs;

/// <summary>A binary student of a plain and of a smoothed teacher.</summary>
public sealed class BinaryDesign : IStudyDesign
{
    /// <inheritdoc/>
    public string Name => StudyNames.Binary;

    /// <inheritdoc/>
    public void Plan(PlanBuilder plan) => Grids.Pairs(plan, Pairs(plan));

    /// <inheritdoc/>
    public StudyFindings Judge(StudyEvidence evidence) => TeacherFindings.Of(evidence, Name);

    private static IReadOnlyList<NetworkPair> Pairs(PlanBuilder plan) => plan.Spec.Pairs.Count > 0
        ? plan.Spec.Pairs
        : [new(plan.Defaults.Teacher, BinaryStudent(plan.Spec.Size))];

    private static ModelSpec BinaryStudent(StudySize size) => new()
    {
        Name = "react-resnet8",
        Width = size switch { StudySize.Tiny => 4, StudySize.Quick => 16, _ => null },
    };
}
