using LsKd.Core.Analysis;

namespace LsKd.Learning.Analysis.Metrics;

/// <summary>
/// Accuracy of classes with many (above 100), medium (20 to 100) and few (below 20) training samples: the mean over the
/// classes of each group, as in the long-tail benchmarks of Liu et al. 2019.
/// </summary>
public static class ShotGroups
{
    /// <summary>Groups accuracies by training counts; null where a group has no class with test samples.</summary>
    public static ShotAccuracy Accuracy(IReadOnlyList<double?> accuracyByClass, IReadOnlyList<int> trainCounts) => new(
        Mean(accuracyByClass, trainCounts, n => n > 100),
        Mean(accuracyByClass, trainCounts, n => n is >= 20 and <= 100),
        Mean(accuracyByClass, trainCounts, n => n < 20));

    private static double? Mean(IReadOnlyList<double?> accuracies, IReadOnlyList<int> counts, Func<int, bool> belongs) =>
        accuracies.Where((a, k) => belongs(counts[k])).Average();
}
