using LsKd.Core.Runs;
using LsKd.Learning.Data;
using LsKd.Learning.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Analysis;

/// <summary>
/// A network's outputs on a split, computed without gradients. What fits into <see cref="CacheBytes"/> is kept for the next pass;
/// a larger split is run through the network again.
/// </summary>
internal sealed class NetworkSource : ILabelledSource, IDisposable
{
    /// <summary>Memory that outputs may take between passes.</summary>
    internal const long CacheBytes = 512L << 20;

    private const int BatchSize = 256;

    private readonly ImageModel network;
    private readonly IImageSource data;
    private readonly Split split;
    private readonly RunAnalysisContext context;
    private readonly List<AnalysisBatch> cache = [];
    private bool cached;

    /// <param name="network">In evaluation mode; stays the caller's.</param>
    /// <param name="data">Stays the caller's.</param>
    /// <param name="split">The split.</param>
    /// <param name="context">Where images go, and the teacher.</param>
    /// <param name="cacheBytes">Memory for outputs.</param>
    public NetworkSource(ImageModel network, IImageSource data, Split split, RunAnalysisContext context, long cacheBytes = CacheBytes)
    {
        (this.network, this.data, this.split, this.context) = (network, data, split, context);
        var (classes, dimension) = (network.Head.weight!.shape[0], network.Head.weight!.shape[1]);
        IsCheapToRepeat = Count * (dimension + 2 * classes) * sizeof(float) <= cacheBytes;
    }

    /// <inheritdoc/>
    public int Count => data.Count(split);

    /// <inheritdoc/>
    public IReadOnlyList<int> Labels => data.Labels(split);

    /// <inheritdoc/>
    public IReadOnlyList<long> SampleIds => data.SampleIds(split);

    /// <inheritdoc/>
    public bool IsCheapToRepeat { get; }

    /// <inheritdoc/>
    public IEnumerable<AnalysisBatch> Batches()
    {
        foreach (var batch in cached ? cache : Fresh())
        {
            if (IsCheapToRepeat && !cached)
                cache.Add(Alias(batch));
            yield return cached ? Alias(batch) : batch;
        }
        cached = IsCheapToRepeat;
    }

    /// <inheritdoc/>
    public IEnumerable<(Tensor Logits, Tensor Labels)> LogitBatches()
    {
        foreach (var batch in Batches())
            using (batch)
                yield return (batch.Logits, batch.Labels);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var batch in cache)
            batch.Dispose();
    }

    private IEnumerable<AnalysisBatch> Fresh()
    {
        foreach (var images in data.InOrder(split, BatchSize))
            using (images)
                yield return Outputs(images);
    }

    private AnalysisBatch Outputs(ImageBatch batch)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var images = context.Place(batch.Images, network);
        var features = network.Features(images);
        return new(Kept(features), Kept(network.Head.forward(features)), batch.Labels.to(ScalarType.Int64).cpu().alias().DetachFromDisposeScope())
        {
            PartnerLogits = context.Teacher is { } teacher ? Kept(teacher(images)) : null,
            Positions = batch.Positions,
        };
    }

    private static Tensor Kept(Tensor values) => values.to(ScalarType.Float32).cpu().alias().DetachFromDisposeScope();

    /// <summary>The same values under handles of their own, so that both sides may dispose theirs.</summary>
    private static AnalysisBatch Alias(AnalysisBatch batch) => new(
        batch.Features.alias().DetachFromDisposeScope(),
        batch.Logits.alias().DetachFromDisposeScope(),
        batch.Labels.alias().DetachFromDisposeScope())
    {
        PartnerLogits = batch.PartnerLogits?.alias().DetachFromDisposeScope(),
        Positions = batch.Positions,
    };
}
