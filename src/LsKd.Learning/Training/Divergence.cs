using System.Globalization;
using LsKd.Core.Runs;
using LsKd.Core.Specs;

namespace LsKd.Learning.Training;

/// <summary>
/// Says of a run that came to its end with finite numbers that they are no success. The measure is ln K, the loss of somebody who gives each of
/// K classes the same probability: a network that is ten times worse than that has diverged; one that is not better, and names the class no
/// more often than chance does, has learned nothing. Neither happens to a network that merely fits badly.
/// </summary>
internal static class Divergence
{
    private const double Times = 10;
    private const double StandardErrors = 2;

    /// <summary>The warning; null where there is nothing to warn of.</summary>
    /// <param name="spec">The run.</param>
    /// <param name="classes">K.</param>
    /// <param name="tested">Samples of the test split.</param>
    /// <param name="metrics">The final metrics by tag: the last epoch's of training, the best weights' of the test split.</param>
    public static string? Of(RunSpec spec, int classes, int tested, IReadOnlyDictionary<string, double> metrics)
    {
        if (classes < 2)
            return null;
        var guess = Math.Log(classes);
        if (Above(metrics, "test/nll", Times * guess) is { } nll)
            return $"{Diverged(spec)} the test split's negative log-likelihood is {Number(nll)}, and guessing among {classes} classes has {Number(guess)}.";
        if (Above(metrics, CrossEntropyTag(spec, metrics), Times * guess) is { } last)
            return $"{Diverged(spec)} in the last epoch the training split's cross-entropy is {Number(last)}, and guessing among {classes} classes has {Number(guess)}.";
        return Above(metrics, "test/nll", guess) is { } worse && metrics.TryGetValue("test/top1", out var top1) && top1 <= Chance(classes, tested)
            ? $"It learned nothing: {(100 * top1).ToString("0.0", CultureInfo.InvariantCulture)}% of the test split are right, no more than chance makes of {classes} classes, "
                + $"and the negative log-likelihood is {Number(worse)}, not below the {Number(guess)} of guessing."
            : null;
    }

    // The loss itself is a cross-entropy where the labels alone are learned.
    private static string CrossEntropyTag(RunSpec spec, IReadOnlyDictionary<string, double> metrics) =>
        !metrics.ContainsKey("train/hard_ce") && spec.Objective.Name == "cross-entropy" ? "train/loss" : "train/hard_ce";

    private static string Diverged(RunSpec spec) =>
        $"It diverged, though every number is finite (a learning rate of {Number(spec.Training.Optimizer.LearningRate)} may be too high):";

    // Two standard errors above 1 / K: what guessing reaches on so many samples.
    private static double Chance(int classes, int tested)
    {
        var rate = 1.0 / classes;
        return rate + (StandardErrors * Math.Sqrt(rate * (1 - rate) / Math.Max(1, tested)));
    }

    private static double? Above(IReadOnlyDictionary<string, double> metrics, string tag, double bound) =>
        metrics.TryGetValue(tag, out var value) && value > bound ? value : null;

    private static string Number(double value) => value.ToString("G3", CultureInfo.InvariantCulture);
}
