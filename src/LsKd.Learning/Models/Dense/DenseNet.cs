using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LsKd.Learning.Models.Dense;

/// <summary>
/// DenseNet-BC with growth 32 and compression 0.5 (Huang et al. 2017); blocks of 6, 12, 24 and 16 layers make DenseNet-121.
/// Names of parameters are torchvision's. Small images get a 3x3 stem without pooling.
/// </summary>
internal sealed class DenseNet : ImageModel
{
    private const int Growth = 32;

    private readonly Sequential _features;

    public DenseNet(ModelShape shape, int[] depths)
        : base("densenet")
    {
        var parts = new List<(string, nn.Module<Tensor, Tensor>)>(Stem(shape));
        var channels = shape.Width;
        for (var block = 0; block < depths.Length; block++)
        {
            parts.Add(($"denseblock{block + 1}", Block(channels, depths[block])));
            channels += depths[block] * Growth;
            if (block == depths.Length - 1)
                break;
            parts.Add(($"transition{block + 1}", Transition(channels, channels / 2)));
            channels /= 2;
        }
        parts.Add(("norm5", Layers.Norm(channels)));
        _features = this.Part("features", nn.Sequential(parts.ToArray()));
        Head = this.Part("classifier", nn.Linear(channels, shape.Classes));
    }

    public override Linear Head { get; }

    public override Tensor Features(Tensor images)
    {
        using var scope = NewDisposeScope();
        return Layers.GlobalMean(_features.forward(images).relu_()).MoveToOuterDisposeScope();
    }

    private static IEnumerable<(string, nn.Module<Tensor, Tensor>)> Stem(ModelShape shape)
    {
        yield return ("conv0", Layers.Conv(shape.Channels, shape.Width, shape.IsSmall ? 3 : 7, shape.IsSmall ? 1 : 2));
        yield return ("norm0", Layers.Norm(shape.Width));
        yield return ("relu0", nn.ReLU());
        if (!shape.IsSmall)
            yield return ("pool0", nn.MaxPool2d(3, stride: 2, padding: 1));
    }

    private static Sequential Block(int inputs, int depth) =>
        nn.Sequential(Enumerable.Range(0, depth)
            .Select(i => ($"denselayer{i + 1}", (nn.Module<Tensor, Tensor>)new DenseLayer(inputs + i * Growth, Growth)))
            .ToArray());

    private static Sequential Transition(int inputs, int outputs) =>
        nn.Sequential(
            ("norm", Layers.Norm(inputs)),
            ("relu", nn.ReLU()),
            ("conv", Layers.Conv(inputs, outputs, 1)),
            ("pool", nn.AvgPool2d(2)));
}
