using LsKd.Core.Specs;

namespace LsKd.Learning.Training;

/// <summary>
/// Learning-rate schedules as pure functions of the step, so that a resumed run needs nothing but its position. Free of torch.
/// </summary>
public static class LearningRate
{
    private const double OneCycleRise = 0.3;
    private const double OneCycleStart = 1.0 / 25;

    /// <summary>Names of the schedules.</summary>
    public static IReadOnlyList<string> Names { get; } = ["constant", "step", "cosine", "linear", "one-cycle", "inverse-sqrt"];

    /// <summary>The rate of one step.</summary>
    /// <param name="spec">Peak rate, schedule and length.</param>
    /// <param name="step">Step within the run, from 0.</param>
    /// <param name="stepsPerEpoch">Steps in an epoch, at least 1.</param>
    /// <exception cref="ArgumentException">No schedule has that name.</exception>
    public static double At(TrainingSpec spec, long step, int stepsPerEpoch) =>
        spec.Optimizer.LearningRate * Share(spec.Schedule, step, stepsPerEpoch, spec.Epochs);

    /// <summary>The share of the peak rate, in [0, 1]: linear warm-up from 0, then the schedule over the remaining steps.</summary>
    public static double Share(ScheduleSpec schedule, long step, int stepsPerEpoch, int epochs)
    {
        var warmup = schedule.WarmupSteps > 0 ? schedule.WarmupSteps : schedule.WarmupEpochs * stepsPerEpoch;
        if (step < warmup)
            return (step + 1) / (warmup + 1);
        var total = (double)stepsPerEpoch * epochs - warmup;
        var progress = total > 0 ? Math.Min((step - warmup) / total, 1) : 1;
        return schedule.Name switch
        {
            "constant" => 1,
            "step" => Math.Pow(schedule.Factor, schedule.Milestones.Count(m => step >= (long)m * stepsPerEpoch)),
            "cosine" => Between(schedule.FinalShare, 1, (1 + Math.Cos(Math.PI * progress)) / 2),
            "linear" => Between(schedule.FinalShare, 1, 1 - progress),
            "one-cycle" => OneCycle(progress, schedule.FinalShare),
            "inverse-sqrt" => Math.Sqrt(Math.Max(warmup, 1) / Math.Max(step, Math.Max(warmup, 1))),
            _ => throw new ArgumentException($"training.schedule.name: there is no schedule '{schedule.Name}'; known are {string.Join(", ", Names)}"),
        };
    }

    // Smith and Topin 2018 with cosine ramps: up to the peak over the first 30%, down over the rest.
    private static double OneCycle(double progress, double finalShare) => progress < OneCycleRise
        ? Between(OneCycleStart, 1, (1 - Math.Cos(Math.PI * progress / OneCycleRise)) / 2)
        : Between(finalShare, 1, (1 + Math.Cos(Math.PI * (progress - OneCycleRise) / (1 - OneCycleRise))) / 2);

    private static double Between(double low, double high, double share) => low + (high - low) * share;
}
