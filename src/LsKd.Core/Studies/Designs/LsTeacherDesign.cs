using LsKd.Core.Specs;
using LsKd.Core.Studies.Catalog;
using LsKd.Core.Studies.Evidence;
using LsKd.Core.Studies.Plans;
using LsKd.Core.Studies.Reports;
using LsKd.Core.Studies.Verdicts;

namespace LsKd.Core.Studies.Designs;

/// <summary>Teacher, student and distillation loss over seeds and pairs.</summary>
public sealed class LsTeacherDesign : IStudyDesign
{
    /// <inheritdoc/>
    public string Name => StudyNames.LsTeacher;

    /// <inheritdoc/>
    public void Plan(PlanBuilder plan) => Grids.Pairs(plan, Pairs(plan));

    /// <inheritdoc/>
    public StudyFindings Judge(StudyEvidence evidence) => TeacherFindings.Of(evidence, Name);

    // The paper distils into a smaller network and into one like the teacher.
    private static IReadOnlyList<NetworkPair> Pairs(PlanBuilder plan) => plan.Spec.Pairs.Count > 0
        ? plan.Spec.Pairs
        : [.. plan.Pairs, new(plan.Defaults.Teacher, plan.Defaults.Teacher)];
}
