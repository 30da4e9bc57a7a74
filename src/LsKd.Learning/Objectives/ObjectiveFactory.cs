using LsKd.Core.Catalogs;
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
        "tf-kd-self" => new HintonDistillation(spec.Temperature, spec.SoftWeight, spec.TopK, "tf-kd-self"),
        "tf-kd-virtual" => new TeacherFree(spec.Temperature, spec.SoftWeight, First(spec)),
        "wsld" => new WeightedSoftLabels(spec.Temperature, First(spec)),
        "dkd" => new DecoupledDistillation(spec.Temperature, First(spec), Second(spec)),
        "dist" => new RelationalDistillation(First(spec), Second(spec)),
        "kd-standardised" => new StandardisedDistillation(spec.Temperature, spec.SoftWeight, First(spec)),
        "max-sup" => new MaximumSuppression(First(spec)),
        _ => throw new ArgumentException($"objective.name: there is no objective '{spec.Name}'"),
    };

    private static double First(ObjectiveSpec spec) => spec.FirstWeight ?? ObjectiveCatalog.Find(spec.Name)?.FirstWeight?.Default ?? 1;

    private static double Second(ObjectiveSpec spec) => spec.SecondWeight ?? ObjectiveCatalog.Find(spec.Name)?.SecondWeight?.Default ?? 1;
}
