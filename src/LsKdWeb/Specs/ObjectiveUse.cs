using LsKd.Core.Catalogs;
using LsKd.Core.Specs;

namespace LsKdWeb.Specs;

/// <summary>Which settings of a loss are in force in a spec.</summary>
internal static class ObjectiveUse
{
    private static readonly string[] TopKReaders = ["soft-cross-entropy", "kd", "kd-teacher-softened", "tf-kd-self"];

    /// <summary>Whether the spec's loss reads a setting; an unknown loss reads all, as its name is what is wrong.</summary>
    public static bool Reads(RunSpec spec, ObjectiveSettings setting) =>
        ObjectiveCatalog.Find(spec.Objective.Name) is not { } known || known.Settings.HasFlag(setting)
        || (setting is ObjectiveSettings.Smoothing && known.NeedsTeacher && IsLimited(spec.Objective));

    /// <summary>Why a setting has no place in the spec.</summary>
    public static string Ignored(RunSpec spec, string setting, string none) =>
        $"The objective {spec.Objective.Name} has no {setting}: it would be ignored. Leave it out{(none.Length > 0 ? $", or at {none}" : "")}.";

    /// <summary>Settings that are set and change nothing; harmless, as nothing shows them as if they were in force.</summary>
    public static IEnumerable<SpecProblem> Idle(RunSpec spec)
    {
        var objective = spec.Objective;
        if (!Reads(spec, ObjectiveSettings.SoftWeight) && objective.SoftWeight != 1)
            yield return Idle("objective.softWeight", spec, "soft weight");
        if (!Reads(spec, ObjectiveSettings.FirstWeight) && objective.FirstWeight is not null)
            yield return Idle("objective.firstWeight", spec, "first weight");
        if (!Reads(spec, ObjectiveSettings.SecondWeight) && objective.SecondWeight is not null)
            yield return Idle("objective.secondWeight", spec, "second weight");
        if (objective.TopK is not null && !TopKReaders.Contains(objective.Name))
            yield return Idle("objective.topK", spec, "truncated teacher");
        if (IsLimited(objective) && ObjectiveCatalog.Find(objective.Name) is { NeedsTeacher: false })
            yield return Idle(objective.DistillUntil is null ? "objective.distillFrom" : "objective.distillUntil", spec, "distillation to limit");
    }

    // Outside its epochs a distillation gives way to the cross-entropy, which smooths.
    private static bool IsLimited(ObjectiveSpec objective) => objective.DistillFrom > 1 || objective.DistillUntil is not null;

    private static SpecProblem Idle(string field, RunSpec spec, string what) =>
        SpecWarnings.Of(field, $"The objective {spec.Objective.Name} has no {what}: this setting changes nothing.");
}
