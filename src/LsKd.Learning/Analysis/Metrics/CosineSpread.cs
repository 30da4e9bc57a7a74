using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Analysis.Metrics;

/// <summary>
/// Class separation by cosine distance (Kornblith et al. 2021): d_within = mean over classes of the mean pairwise distance within
/// the class, d_total = mean over pairs of classes (a class with itself included) of the mean pairwise distance, and
/// R^2 = 1 - d_within / d_total. Pairs of a sample with itself count. As cosine distance is 1 - a dot product, class sums of unit
/// vectors give both exactly.
/// </summary>
public static class CosineSpread
{
    /// <summary>Computes both values.</summary>
    /// <param name="unitMeans">[K, D], float64: class means of the unit-length features.</param>
    /// <param name="counts">Samples by class; absent classes do not count.</param>
    /// <returns>d_within and R^2; the latter null where all features share one direction.</returns>
    public static (double Within, double? R2) Of(Tensor unitMeans, IReadOnlyList<int> counts)
    {
        using var scope = NewDisposeScope();
        var present = unitMeans.index_select(0, tensor(Enumerable.Range(0, counts.Count).Where(k => counts[k] > 0).Select(k => (long)k).ToArray()));
        var within = 1 - present.square().sum(1).mean().ToDouble();
        var total = 1 - present.mean([0L]).square().sum().ToDouble();
        return (within, total > 1e-12 ? 1 - within / total : null);
    }
}
