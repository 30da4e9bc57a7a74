using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Learning.Data.Augmentation;
using LsKd.Learning.Data.Batches;
using LsKd.Learning.Data.Splits;
using LsKd.Learning.Data.Stored;

namespace LsKd.Learning.Data;

/// <summary>A stored set, split and derived as its spec says, in batches.</summary>
internal sealed class ImageSource : IImageSource
{
    private const int BatchesAhead = 3;
    private const long LargestCache = 1L << 30;

    private readonly StoredSet _set;
    private readonly SplitPlan _plan;
    private readonly BatchTensors _tensors;
    private readonly BadFileLog _badFiles;
    private readonly PixelReader _reader;
    private readonly TrainingPasses _training;

    /// <summary>Plans the splits.</summary>
    /// <param name="set">The stored set, taken over.</param>
    /// <param name="spec">What is made of it.</param>
    /// <param name="badFile">Told of each unreadable file once, on whatever thread found it.</param>
    /// <exception cref="DatasetException">The spec asks for what the set cannot give.</exception>
    public ImageSource(StoredSet set, DataSpec spec, Action<BadFile>? badFile = null)
    {
        var (_, height, width) = set.Pixels.Shape;
        var pipeline = new AugmentationPipeline(spec.Augmentations, Math.Max(height, width));
        _set = set = InMemoryWhereSmall(set, pipeline);
        _plan = SplitPlanner.Plan(set, spec);
        _badFiles = new(spec.BadFileLimit, Enum.GetValues<Split>().Sum(Count), badFile);
        _tensors = new(set.Pixels.Shape, set.Normalisation.Table());
        _reader = new(set.Pixels, _badFiles);
        _training = new(_reader, pipeline, _plan[Split.Train], spec, (height, width));
        Views = spec.Views;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> ClassNames => _plan.ClassNames;

    /// <inheritdoc/>
    public (int Channels, int Height, int Width) Shape => _set.Pixels.Shape;

    /// <inheritdoc/>
    public int? Views { get; }

    /// <inheritdoc/>
    public IReadOnlyList<BadFile> BadFiles => _badFiles.Files;

    /// <inheritdoc/>
    public int Count(Split split) => _plan[split].Count;

    /// <inheritdoc/>
    public IReadOnlyList<int> Labels(Split split) => _plan[split].Labels;

    /// <inheritdoc/>
    public IReadOnlyList<long> SampleIds(Split split) => _plan[split].Ids;

    /// <inheritdoc/>
    public IEnumerable<ImageBatch> TrainingEpoch(int epoch, int batchSize, int seed) =>
        Tensors(_training.Epoch(epoch, batchSize, seed));

    /// <inheritdoc/>
    public IEnumerable<ImageBatch> InOrder(Split split, int batchSize) => Tensors(Plain(_plan[split], batchSize));

    /// <inheritdoc/>
    public void Dispose() => (_set.Pixels as IDisposable)?.Dispose();

    // Decoded or scaled images are kept where they fit; random regions need the original every time.
    private static StoredSet InMemoryWhereSmall(StoredSet set, AugmentationPipeline pipeline)
    {
        var (channels, height, width) = set.Pixels.Shape;
        var bytes = (long)set.Labels.Length * channels * height * width;
        return set.Pixels.IsCostly && !pipeline.ReadsRegions && bytes <= LargestCache
            ? set with { Pixels = new CachedPixels(set.Pixels, set.Labels.Length) } : set;
    }

    private IEnumerable<ImageBatch> Tensors(IEnumerable<PixelBatch> batches) =>
        _reader.RunsAhead ? Prefetch.Ahead(batches.Select(_tensors.Make), BatchesAhead) : batches.Select(_tensors.Make);

    private IEnumerable<PixelBatch> Plain(SplitSamples samples, int batchSize) =>
        from positions in Enumerable.Range(0, samples.Count).Chunk(batchSize)
        let read = _reader.Read([.. positions.Select(p => new SampleRequest(p, samples.Stored[p], samples.Labels[p], 0, 0))], null, 0)
        where read.Samples.Count > 0
        select new PixelBatch { Samples = read.Samples, Pixels = read.Pixels };
}
