using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Analysis.Metrics;

/// <summary>Mean Euclidean distance of a class's features to their mean.</summary>
internal sealed class ClassRadii(IReadOnlyList<int> counts)
{
    private readonly double[] sums = new double[counts.Count];

    /// <summary>Adds features centred on their class means, [B, D].</summary>
    public void Add(Tensor centred, ReadOnlySpan<long> labels)
    {
        var norms = centred.norm(1, false, 2).to(ScalarType.Float64).data<double>().ToArray();
        for (var i = 0; i < norms.Length; i++)
            sums[labels[i]] += norms[i];
    }

    /// <summary>By class; 0 for a class of one sample or none.</summary>
    public double[] Values() => [.. sums.Select((s, k) => counts[k] == 0 ? 0 : s / counts[k])];

    /// <summary>Mean over all samples.</summary>
    public double Mean() => sums.Sum() / counts.Sum();
}
