using LsKd.Core.Runs;
using LsKd.Learning.Data;
using static TorchSharp.torch;

namespace LsKd.Benchmarks.Steps;

/// <summary>A data set of one batch; a step's copy to its layout is part of the step.</summary>
internal sealed class OneBatch(Tensor images, Tensor labels) : IImageSource
{
    public IReadOnlyList<string> ClassNames { get; } = [.. Enumerable.Range(0, StepNetwork.Classes).Select(k => $"{k}")];

    public (int Channels, int Height, int Width) Shape => ((int)images.shape[1], (int)images.shape[2], (int)images.shape[3]);

    public int? Views => 1;

    public int Count(Split split) => StepNetwork.Batch;

    public IReadOnlyList<int> Labels(Split split) => [.. labels.data<long>().ToArray().Select(l => (int)l)];

    public IReadOnlyList<long> SampleIds(Split split) => [.. Enumerable.Range(0, StepNetwork.Batch).Select(i => (long)i)];

    public IEnumerable<ImageBatch> TrainingEpoch(int epoch, int batchSize, int seed) => InOrder(Split.Train, batchSize);

    public IEnumerable<ImageBatch> InOrder(Split split, int batchSize) =>
        [new ImageBatch(images.alias(), labels.alias(), [.. Enumerable.Range(0, StepNetwork.Batch)])];

    public void Dispose()
    {
        images.Dispose();
        labels.Dispose();
    }
}
