using LsKd.Core.Analysis;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Analysis.Metrics;

/// <summary>
/// Stability (Shen et al. 2021, Eq. 2): 1 - mean over classes of the mean over the class of ||p - class mean of p||^2, and two
/// variants: the plain norm, and the label's probability alone. Streams over batches once the class means are known.
/// </summary>
/// <param name="means">[K, K], float64: mean probabilities by true class.</param>
/// <param name="counts">Samples by class; absent classes do not count.</param>
internal sealed class Stability(Tensor means, IReadOnlyList<int> counts)
{
    private readonly double[] squared = new double[counts.Count], plain = new double[counts.Count], target = new double[counts.Count];
    private readonly List<double> deviations = [];

    /// <summary>Squared distances of every sample's probabilities to their class mean, for intervals.</summary>
    public IReadOnlyList<double> Deviations => deviations;

    public void Add(Tensor probabilities, Tensor labels)
    {
        var centres = means.to(probabilities.dtype).index_select(0, labels);
        var gaps = probabilities - centres;
        var norms = gaps.square().sum(1).to(ScalarType.Float64).data<double>().ToArray();
        var own = gaps.gather(1, labels.unsqueeze(1)).squeeze(1).to(ScalarType.Float64).data<double>().ToArray();
        var classes = labels.data<long>().ToArray();
        for (var i = 0; i < norms.Length; i++)
        {
            squared[classes[i]] += norms[i];
            plain[classes[i]] += Math.Sqrt(norms[i]);
            target[classes[i]] += own[i] * own[i];
        }
        deviations.AddRange(norms);
    }

    public StabilityValues Values() => new(1 - Mean(squared), 1 - Mean(plain), 1 - Mean(target));

    private double Mean(double[] sums) => sums.Where((_, k) => counts[k] > 0).Zip(counts.Where(n => n > 0), (s, n) => s / n).Average();
}
