using LsKd.Core.Runs;
using LsKd.Core.Specs;

namespace LsKdWeb.Specs;

/// <summary>Says what in a spec that can run is probably not meant: settings that change nothing.</summary>
public static class SpecWarnings
{
    /// <summary>All warnings; a spec with nothing but warnings is accepted.</summary>
    public static IReadOnlyList<SpecProblem> Of(RunSpec spec) =>
        spec.Task is RunTask.Imported ? [] : [.. ObjectiveUse.Idle(spec), .. Schedule(spec.Training.Schedule), .. Length(spec)];

    /// <summary>A warning.</summary>
    internal static SpecProblem Of(string field, string message) => new(field, message) { Severity = SpecSeverity.Warning };

    private static IEnumerable<SpecProblem> Schedule(ScheduleSpec schedule)
    {
        if (schedule.Milestones.Count > 0 && schedule.Name != "step")
            yield return Of("training.schedule.milestones", $"The schedule {schedule.Name} has no milestones: this setting changes nothing.");
        if (schedule is { Name: "step", Milestones.Count: 0 })
            yield return Of("training.schedule.milestones", "The step schedule has no milestones: the learning rate stays as it is.");
        if (schedule is { WarmupSteps: > 0, WarmupEpochs: > 0 })
            yield return Of("training.schedule.warmupEpochs", "warmupSteps is set as well and holds: this setting changes nothing.");
    }

    private static IEnumerable<SpecProblem> Length(RunSpec spec)
    {
        // A length that cannot be is a problem of its own.
        if (spec.Training.Epochs < 1)
            yield break;
        if (spec.Objective.DistillFrom > spec.Training.Epochs)
            yield return Of("objective.distillFrom", $"Training ends after epoch {spec.Training.Epochs}: the teacher is never listened to.");
        if (spec.Training.Patience >= spec.Training.Epochs)
            yield return Of("training.patience", $"Training ends after epoch {spec.Training.Epochs}: this setting changes nothing.");
        if (spec.Analysis.EveryEpochs > spec.Training.Epochs)
            yield return Of("analysis.everyEpochs", $"Training ends after epoch {spec.Training.Epochs}: this setting changes nothing.");
    }
}
