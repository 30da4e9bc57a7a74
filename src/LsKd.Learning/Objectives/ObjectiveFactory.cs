using LsKd.Core.Specs;

namespace LsKd.Learning.Objectives;

/// <summary>Builds the loss that a spec names.</summary>
public static class ObjectiveFactory
{
    /// <summary>The loss, limited to its epochs where the spec limits it.</summary>
    /// <exception cref="ArgumentException">No loss has that name.</exception>
    public static IObjective Create(ObjectiveSpec spec)
    {
        var objective = Unlimited(spec);
        return objective.NeedsTeacher && (spec.DistillFrom > 1 || spec.DistillUntil is not null)
            ? new EpochLimited(objective, new CrossEntropy(spec.Smoothing, spec.Convention), spec.DistillFrom, spec.DistillUntil)
            : objective;
    }

    private static IObjective Unlimited(ObjectiveSpec spec) => spec.Name switch
    {
        "cross-entropy" => new CrossEntropy(spec.Smoothing, spec.Convention),
        "soft-cross-entropy" => new SoftCrossEntropy(spec.TopK),
        "kd" => new HintonDistillation(spec.Temperature, spec.SoftWeight, spec.TopK),
        "kd-teacher-softened" => new TeacherSoftenedDistillation(spec.Temperature, spec.SoftWeight, spec.TopK),
        _ => throw new ArgumentException($"objective.name: there is no objective '{spec.Name}'"),
    };
}
