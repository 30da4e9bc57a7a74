using LsKd.Core.Runs;
using LsKd.Learning.Data;
using LsKd.Learning.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LsKd.Learning.Tests.Training;

/// <summary>Random images of three classes, of one channel and 4 pixels a side unless told, in two fixed views.</summary>
internal sealed class FakeImages(int samples = 12, int? views = 2, int side = 4) : IImageSource
{
    public IReadOnlyList<string> ClassNames { get; init; } = ["a", "b", "c"];

    public (int Channels, int Height, int Width) Shape => (1, side, side);

    public int? Views => views;

    /// <summary>Second labels of every training batch, mixed half and half.</summary>
    public bool Mixes { get; init; }

    public IReadOnlyList<BadFile> BadFiles { get; init; } = [];

    public int Count(Split split) => samples;

    public IReadOnlyList<int> Labels(Split split) => [.. Enumerable.Range(0, samples).Select(i => i % 3)];

    public IReadOnlyList<long> SampleIds(Split split) => [.. Enumerable.Range(0, samples).Select(i => (long)split * samples + i)];

    public IEnumerable<ImageBatch> TrainingEpoch(int epoch, int batchSize, int seed)
    {
        var view = views is { } v ? (epoch - 1) % v : epoch;
        int[] order = [.. Enumerable.Range(0, samples).OrderBy(i => (i * 7 + epoch * 5) % samples)];
        return order.Chunk(batchSize).Select(positions => Make(positions, view) with
        {
            View = views is null ? 0 : view,
            MixedLabels = Mixes ? tensor(positions.Select(p => (long)((p + 1) % 3)).ToArray()) : null,
            LabelShare = Mixes ? 0.5 : 1,
        });
    }

    public IEnumerable<ImageBatch> InOrder(Split split, int batchSize) =>
        Enumerable.Range(0, samples).Chunk(batchSize).Select(positions => Make(positions, 100 + (int)split));

    public void Dispose()
    {
    }

    private ImageBatch Make(int[] positions, int view)
    {
        Tensor[] images = [.. positions.Select(p => Image(p, view))];
        return new ImageBatch(stack(images), tensor(positions.Select(p => (long)(p % 3)).ToArray()), positions);
    }

    private Tensor Image(int position, int view)
    {
        using var generator = new Generator((ulong)(position + 1000 * view), CPU);
        return randn([1, side, side], generator: generator) + position % 3;
    }
}

/// <summary>A convolution with batch normalisation and a last layer; counts its forward passes.</summary>
internal sealed class TinyNetwork : ImageModel
{
    private readonly Conv2d conv = nn.Conv2d(1, 4, 3);
    private readonly BatchNorm2d norm = nn.BatchNorm2d(4);
    private readonly Linear head = nn.Linear(4, 3);

    public TinyNetwork(int seed)
        : base(nameof(TinyNetwork))
    {
        RegisterComponents();
        manual_seed(seed);
        foreach (var weight in parameters())
            nn.init.normal_(weight, 0, 0.5);
    }

    public int Forwards { get; private set; }

    public override Linear Head => head;

    public Tensor RunningMean => norm.running_mean!;

    public override Tensor Features(Tensor images)
    {
        Forwards++;
        return norm.forward(conv.forward(images)).relu().mean([2, 3]);
    }
}
