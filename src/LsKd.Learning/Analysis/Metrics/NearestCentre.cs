using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Analysis.Metrics;

/// <summary>
/// Share of samples whose prediction differs from the class of the nearest mean (neural collapse, NC4). Streams once the class
/// means are known; absent classes have no mean.
/// </summary>
internal sealed class NearestCentre : IDisposable
{
    private readonly Tensor centres, norms, origin;
    private int count, mismatches;

    /// <param name="means">[K, D], float64.</param>
    /// <param name="origin">[D], float64: taken off both sides first, so that single precision does not cancel.</param>
    /// <param name="counts">Samples by class.</param>
    /// <param name="type">Type of the features to come.</param>
    public NearestCentre(Tensor means, Tensor origin, IReadOnlyList<int> counts, ScalarType type)
    {
        using var scope = NewDisposeScope();
        var centred = means - origin;
        var absent = tensor(counts.Select(n => n == 0 ? double.PositiveInfinity : 0).ToArray());
        centres = centred.t().contiguous().to(type).DetachFromDisposeScope();
        norms = (centred.square().sum(1) + absent).to(type).DetachFromDisposeScope();
        this.origin = origin.to(type, copy: true).DetachFromDisposeScope();
    }

    public void Add(Tensor features, ReadOnlySpan<long> predictions)
    {
        var nearest = (norms - 2 * (features - origin).matmul(centres)).argmin(1).data<long>().ToArray();
        for (var i = 0; i < nearest.Length; i++)
            mismatches += nearest[i] == predictions[i] ? 0 : 1;
        count += nearest.Length;
    }

    public double Mismatch() => mismatches / (double)count;

    /// <inheritdoc/>
    public void Dispose()
    {
        centres.Dispose();
        norms.Dispose();
        origin.Dispose();
    }
}
