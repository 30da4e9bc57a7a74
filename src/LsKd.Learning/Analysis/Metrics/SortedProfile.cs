using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Analysis.Metrics;

/// <summary>Probabilities sorted downwards per sample, averaged over the samples.</summary>
internal sealed class SortedProfile(int classes)
{
    private readonly double[] sums = new double[classes];
    private int count;

    public void Add(BatchView batch)
    {
        var rows = batch.Probabilities.sort(dim: 1, descending: true).Values.sum(0, type: ScalarType.Float64).data<double>().ToArray();
        for (var k = 0; k < sums.Length; k++)
            sums[k] += rows[k];
        count += batch.Count;
    }

    /// <summary>[K], adding up to 1.</summary>
    public double[] Means() => [.. sums.Select(s => s / count)];
}
