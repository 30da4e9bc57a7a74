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
    public void Plan(PlanBuilder plan)
    {
        foreach (var seed in plan.Seeds)
            foreach (var pair in Pairs(plan))
            {
                foreach (var smoothing in plan.Smoothings)
                {
                    var teacher = Grids.Teacher(plan, pair.Teacher, seed, smoothing);
                    plan.Student(StudentBase(plan, pair.Student, seed), teacher, Grids.Cell(Networks.Label(pair), smoothing));
                }
                plan.Labels(
                    StudentBase(plan, pair.Student, seed), 0, Roles.Baseline,
                    new StudyCell { Group = $"{Networks.Label(pair.Student)} alone" });
            }
    }

    /// <inheritdoc/>
    public StudyFindings Judge(StudyEvidence evidence) => TeacherFindings.Of(evidence, Name);

    // Binary networks want Adam, a linear decay to nothing and no weight decay; a training given in the document stays as it is.
    private static RunSpec StudentBase(PlanBuilder plan, ModelSpec student, int seed)
    {
        var bare = plan.Base(student, seed);
        return plan.Spec.Training is not null ? bare : bare with
        {
            Training = bare.Training with
            {
                Optimizer = new OptimizerSpec { Name = "adam", LearningRate = 2.5e-3, WeightDecay = 0 },
                Schedule = new ScheduleSpec { Name = "linear" },
                Epochs = Math.Max(2, bare.Training.Epochs),
            },
        };
    }

    private static IReadOnlyList<NetworkPair> Pairs(PlanBuilder plan) => plan.Spec.Pairs.Count > 0
        ? plan.Spec.Pairs
        : [new(plan.Defaults.Teacher, BinaryStudent(plan.Spec.Size))];

    private static ModelSpec BinaryStudent(StudySize size) => size == StudySize.Full
        ? new ModelSpec { Name = "reactnet18" }
        : new ModelSpec { Name = "reactnet-small", Width = size == StudySize.Tiny ? 4 : 16 };
}
