using LsKd.Core.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Data;

/// <summary>A batch of normalised images. The receiver disposes it.</summary>
/// <param name="Images">[B, C, H, W], float32, normalised.</param>
/// <param name="Labels">[B], int64.</param>
/// <param name="Positions">Each sample's position within its split.</param>
public sealed record ImageBatch(Tensor Images, Tensor Labels, IReadOnlyList<int> Positions) : IDisposable
{
    /// <summary>[B], int64: the label mixed in by CutMix or mixup; null where none is.</summary>
    public Tensor? MixedLabels { get; init; }

    /// <summary>Weight of <see cref="Labels"/>, in [0, 1]; the rest belongs to <see cref="MixedLabels"/>.</summary>
    public double LabelShare { get; init; } = 1;

    /// <summary>Which of the fixed views this is, where views are fixed.</summary>
    public int View { get; init; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Images.Dispose();
        Labels.Dispose();
        MixedLabels?.Dispose();
    }
}

/// <summary>A data set made ready for a run: split, reduced, normalised and augmented as its spec says.</summary>
public interface IImageSource : IDisposable
{
    /// <summary>Class names, by label.</summary>
    IReadOnlyList<string> ClassNames { get; }

    /// <summary>Channels, height and width of a batch's images.</summary>
    (int Channels, int Height, int Width) Shape { get; }

    /// <summary>Number of samples of a split.</summary>
    int Count(Split split);

    /// <summary>Labels of a split, by position; those of the training split with the noise that the spec adds.</summary>
    IReadOnlyList<int> Labels(Split split);

    /// <summary>Stable ids of a split's samples, by position; ids are unique over all splits of the data set as stored.</summary>
    IReadOnlyList<long> SampleIds(Split split);

    /// <summary>
    /// One pass over the training split in the order of (seed, epoch), augmented by numbers drawn from (seed, epoch,
    /// purpose) alone, so that a resumed run sees the same batches. The last batch may be short.
    /// </summary>
    /// <param name="epoch">From 1.</param>
    /// <param name="batchSize">Samples per batch.</param>
    /// <param name="seed">The run's training seed.</param>
    IEnumerable<ImageBatch> TrainingEpoch(int epoch, int batchSize, int seed);

    /// <summary>
    /// Number of fixed views per training sample; null where every epoch draws fresh ones. With fixed views epoch e shows
    /// view (e - 1) mod this number, and view v of position i is always the same image.
    /// </summary>
    int? Views => null;

    /// <summary>Files that could not be read so far, each once; their samples are left out of batches.</summary>
    IReadOnlyList<BadFile> BadFiles => [];

    /// <summary>A split in its own order, not augmented (training samples included when asked for).</summary>
    IEnumerable<ImageBatch> InOrder(Split split, int batchSize);
}

/// <summary>A file that could not be read.</summary>
/// <param name="Path">The file.</param>
/// <param name="Reason">What is wrong with it.</param>
public sealed record BadFile(string Path, string Reason);
