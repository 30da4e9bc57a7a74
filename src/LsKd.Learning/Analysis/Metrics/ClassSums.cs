using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Analysis.Metrics;

/// <summary>Per-class sums over a stream of rows, in float64: the first pass of everything that needs class means.</summary>
internal sealed class ClassSums(int classes, int columns) : IDisposable
{
    private readonly Tensor sums = zeros(classes, columns, ScalarType.Float64).DetachFromDisposeScope();

    /// <summary>Adds rows [B, columns] to the sums of their labels [B].</summary>
    public void Add(Tensor rows, Tensor labels) => sums.index_add_(0, labels, rows.to(ScalarType.Float64), 1);

    /// <summary>[K, columns]: the sums.</summary>
    public Tensor Sums => sums;

    /// <summary>[K, columns]: means by class; zero rows where a class is absent.</summary>
    public Tensor Means(IReadOnlyList<int> counts) =>
        sums / tensor(counts.Select(c => (double)Math.Max(c, 1)).ToArray()).unsqueeze(1);

    /// <inheritdoc/>
    public void Dispose() => sums.Dispose();
}
