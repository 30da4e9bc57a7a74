using LsKd.Core.Analysis;

namespace LsKd.Core.Studies.Evidence;

/// <summary>The quantities that studies compare, read from a run's stored results. Null where a run does not have one.</summary>
public static class Measures
{
    /// <summary>Test accuracy in [0, 1].</summary>
    public static double? TestTop1(RunEvidence run) => run.Metric("test/top1") ?? run.Report("test")?.Top1;

    /// <summary>Expected calibration error on the test split, 15 bins.</summary>
    public static double? Ece(RunEvidence run) => run.Report("test")?.Ece15 ?? run.Metric("test/ece_15");

    /// <summary>The same after temperature scaling.</summary>
    public static double? EceScaled(RunEvidence run) => run.Report("test")?.Ece15AtTemperature;

    /// <summary>Fitted temperature.</summary>
    public static double? FittedTemperature(RunEvidence run) => run.Report("test")?.Temperature;

    /// <summary>Mean largest probability on the test split.</summary>
    public static double? Confidence(RunEvidence run) => run.Report("test")?.MeanConfidence;

    /// <summary>Training loss of the last epoch.</summary>
    public static double? FinalTrainLoss(RunEvidence run) => run.Metric("train/loss");

    /// <summary>1 - S (Shen et al., Eq. 2) on the test split.</summary>
    public static double? Instability(RunEvidence run) => 1 - run.Report("test")?.Stability?.SquaredL2;

    /// <summary>1 - S on the training split.</summary>
    public static double? TrainInstability(RunEvidence run) => 1 - run.Report("train")?.Stability?.SquaredL2;

    /// <summary>Distance of the chosen pair's centres over their radius, in feature space, on the test split.</summary>
    public static double? PairDistance(RunEvidence run) => run.Report("test")?.CenterDistance?.FeaturesOverRadius;

    /// <summary>Mean distance of a sample's features to its class mean, test split.</summary>
    public static double? Radius(RunEvidence run) => run.Report("test")?.MeanIntraClassRadius;

    /// <summary>Mean of the target's probability over the classes, test split.</summary>
    public static double? TargetProbability(RunEvidence run) =>
        run.Report("test")?.TargetProbabilityByClass is { Count: > 0 } values && values.Any(v => v is not null)
            ? values.Where(v => v is not null).Average()
            : null;

    /// <summary>NC1 on the training split.</summary>
    public static double? Nc1(RunEvidence run) => run.Report("train")?.NeuralCollapse?.Nc1;

    /// <summary>BLEU on the test split, in the metric's own unit.</summary>
    public static double? Bleu(RunEvidence run) => run.Metric("test/bleu");

    /// <summary>Negative log likelihood of the label on the test split, nats a sample (for translation a target unit).</summary>
    public static double? Nll(RunEvidence run) => run.Metric("test/nll");

    /// <summary>
    /// Mean over the pairs that two networks both rank among the most similar: second's relative centre distance - first's; null where
    /// they share no pair.
    /// </summary>
    public static double? SimilarPairsRise(RunEvidence first, RunEvidence second)
    {
        double[] rises = [.. CommonPairs(first, second).Select(p => p.Second - p.First)];
        return rises.Length == 0 ? null : rises.Average();
    }

    /// <summary>Relative centre distances of the pairs that two networks both rank among the most similar.</summary>
    public static IEnumerable<(ClassPair Pair, double First, double Second)> CommonPairs(RunEvidence first, RunEvidence second)
    {
        var others = Pairs(second).ToDictionary(p => (p.First, p.Second));
        foreach (var pair in Pairs(first))
            if (others.TryGetValue((pair.First, pair.Second), out var other)
                && pair.CenterDistance?.FeaturesOverRadius is { } a && other.CenterDistance?.FeaturesOverRadius is { } b)
                yield return (pair, a, b);
    }

    private static IReadOnlyList<ClassPair> Pairs(RunEvidence run) => run.Report("test")?.SimilarPairs ?? [];
}
