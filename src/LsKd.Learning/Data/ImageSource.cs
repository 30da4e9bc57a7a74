using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Learning.Data.Batches;
using LsKd.Learning.Data.Splits;
using LsKd.Learning.Data.Stored;

namespace LsKd.Learning.Data;

/// <summary>A stored set, split and derived as its spec says.</summary>
internal sealed class ImageSource : IImageSource
{
    private readonly StoredSet _set;
    private readonly DataSpec _spec;
    private readonly SplitPlan _plan;
    private readonly BatchTensors _tensors;

    /// <summary>Plans the splits.</summary>
    public ImageSource(StoredSet set, DataSpec spec)
    {
        _set = set;
        _spec = spec;
        _plan = SplitPlanner.Plan(set, spec);
        _tensors = new(set.Pixels.Shape, set.Normalisation.Table());
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> ClassNames => _plan.ClassNames;

    /// <inheritdoc/>
    public (int Channels, int Height, int Width) Shape => _set.Pixels.Shape;

    /// <inheritdoc/>
    public int? Views => _spec.Views;

    /// <inheritdoc/>
    public int Count(Split split) => _plan[split].Count;

    /// <inheritdoc/>
    public IReadOnlyList<int> Labels(Split split) => _plan[split].Labels;

    /// <inheritdoc/>
    public IReadOnlyList<long> SampleIds(Split split) => [.. _plan[split].Stored.Select(i => (long)i)];

    /// <inheritdoc/>
    public IEnumerable<ImageBatch> TrainingEpoch(int epoch, int batchSize, int seed) =>
        Batches(Split.Train, SampleOrder.Of(_spec.Sampler, _plan[Split.Train].Labels, seed, epoch), batchSize);

    /// <inheritdoc/>
    public IEnumerable<ImageBatch> InOrder(Split split, int batchSize) =>
        Batches(split, [.. Enumerable.Range(0, Count(split))], batchSize);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private IEnumerable<ImageBatch> Batches(Split split, int[] order, int batchSize) =>
        order.Chunk(batchSize).Select(positions => Batch(_plan[split], positions));

    private ImageBatch Batch(SplitSamples samples, int[] positions)
    {
        var pixels = new byte[positions.Length * _tensors.ImageSize];
        for (var i = 0; i < positions.Length; i++)
            _set.Pixels.Read(samples.Stored[positions[i]], pixels.AsSpan(i * _tensors.ImageSize, _tensors.ImageSize));
        return new(
            _tensors.Images(pixels, positions.Length),
            BatchTensors.Labels([.. positions.Select(p => samples.Labels[p])]),
            positions);
    }
}
