using LsKd.Core.Runs;
using LsKd.Learning.Data;
using LsKd.Learning.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LsKd.Learning.Tests.Analysis.Fakes;

/// <summary>Points around one centre per class, as images of 1 x 1 x 4; the same ones every time.</summary>
internal sealed class PointSource(int classes, params (Split Split, int Count)[] sizes) : IImageSource
{
    public IReadOnlyList<string> ClassNames => [.. Enumerable.Range(0, classes).Select(k => $"class-{k}")];

    public (int Channels, int Height, int Width) Shape => (1, 1, 4);

    public int? Views => null;

    public int Passes { get; private set; }

    public int Count(Split split) => sizes.FirstOrDefault(s => s.Split == split).Count;

    public IReadOnlyList<int> Labels(Split split) => [.. Enumerable.Range(0, Count(split)).Select(i => i % classes)];

    public IReadOnlyList<long> SampleIds(Split split) => [.. Enumerable.Range(0, Count(split)).Select(i => 1000L * (int)split + i)];

    public IEnumerable<ImageBatch> TrainingEpoch(int epoch, int batchSize, int seed) =>
        Batches(Split.Train, batchSize, epoch * 31 + seed);

    public IEnumerable<ImageBatch> InOrder(Split split, int batchSize) => Batches(split, batchSize, 0);

    public void Dispose()
    {
    }

    private IEnumerable<ImageBatch> Batches(Split split, int batchSize, int noise)
    {
        Passes++;
        var labels = Labels(split);
        foreach (var positions in Enumerable.Range(0, Count(split)).Chunk(batchSize))
            yield return new(
                tensor(positions.SelectMany(p => Point(labels[p], p, noise)).ToArray(), [positions.Length, 1, 1, 4]),
                tensor(positions.Select(p => (long)labels[p]).ToArray()),
                positions);
    }

    private static float[] Point(int label, int position, int noise)
    {
        var random = new Random(position * 7 + 1);
        var shake = noise == 0 ? null : new Random(position * 13 + noise);
        return [.. Enumerable.Range(0, 4).Select(d =>
            (float)(Math.Sin(label * 2.1 + d * 1.3) * 2 + random.NextDouble() - 0.5 + (shake?.NextDouble() ?? 0) * 0.3))];
    }
}

/// <summary>Features are a fixed linear map of the pixels.</summary>
internal sealed class LinearModel : ImageModel
{
    private readonly Linear trunk, head;

    public LinearModel(int classes, int seed) : base("linear")
    {
        random.manual_seed(seed);
        trunk = nn.Linear(4, 6);
        head = nn.Linear(6, classes);
        RegisterComponents();
    }

    public override Linear Head => head;

    public override Tensor Features(Tensor images) => nn.functional.relu(trunk.forward(images.flatten(1)));
}
