using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LsKd.Learning.Models.Plain;

/// <summary>
/// VGG-13 and VGG-16 (Simonyan and Zisserman 2015, configurations B and D), with or without batch normalisation. Names of
/// parameters are torchvision's.
/// </summary>
internal sealed class Vgg : ImageModel
{
    private const int Grid = 7;
    private const int Hidden = 4096;

    private readonly Sequential _features;
    private readonly Linear _first;
    private readonly Linear _second;

    /// <param name="shape">What it is built for.</param>
    /// <param name="depths">Convolutions per stage.</param>
    /// <param name="normalise">Whether batch normalisation follows each convolution.</param>
    public Vgg(ModelShape shape, int[] depths, bool normalise)
        : base("vgg")
    {
        _features = this.Part("features", Layers.Chain(Parts(shape, depths, normalise)));
        var channels = StageChannels(shape.Width, depths.Length - 1);
        _first = nn.Linear(channels * Grid * Grid, Hidden);
        _second = nn.Linear(Hidden, Hidden);
        Head = nn.Linear(Hidden, shape.Classes);
        this.Part("classifier", nn.Sequential(("0", _first), ("3", _second), ("6", Head)));
    }

    public override Linear Head { get; }

    /// <summary>Channels of a stage from 0: the width doubles three times, then stays.</summary>
    public static int StageChannels(int width, int stage) => width << Math.Min(stage, 3);

    public override Tensor Features(Tensor images)
    {
        using var scope = NewDisposeScope();
        var maps = nn.functional.adaptive_avg_pool2d(_features.forward(images), [Grid, Grid]);
        return HiddenLayers.Run(_first, _second, maps.flatten(1), Dropout, training).MoveToOuterDisposeScope();
    }

    private static IEnumerable<nn.Module<Tensor, Tensor>> Parts(ModelShape shape, int[] depths, bool normalise)
    {
        var channels = shape.Channels;
        for (var stage = 0; stage < depths.Length; stage++)
        {
            for (var i = 0; i < depths[stage]; i++)
            {
                var outputs = StageChannels(shape.Width, stage);
                yield return Layers.Conv(channels, outputs, 3, bias: true);
                if (normalise)
                    yield return Layers.Norm(outputs);
                yield return nn.ReLU();
                channels = outputs;
            }
            yield return nn.MaxPool2d(2, stride: 2);
        }
    }
}
