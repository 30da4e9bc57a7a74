using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LsKd.Learning.Models.Plain;

/// <summary>AlexNet in its one-column form (Krizhevsky 2014). Names of parameters are torchvision's.</summary>
internal sealed class AlexNet : ImageModel
{
    private const int Grid = 6;
    private const int Hidden = 4096;

    private readonly Sequential _features;
    private readonly Linear _first;
    private readonly Linear _second;

    public AlexNet(ModelShape shape)
        : base("alexnet")
    {
        _features = this.Part("features", Layers.Chain(
        [
            nn.Conv2d(shape.Channels, 64, 11, stride: 4, padding: 2), nn.ReLU(), nn.MaxPool2d(3, stride: 2),
            Layers.Conv(64, 192, 5, bias: true), nn.ReLU(), nn.MaxPool2d(3, stride: 2),
            Layers.Conv(192, 384, 3, bias: true), nn.ReLU(),
            Layers.Conv(384, 256, 3, bias: true), nn.ReLU(),
            Layers.Conv(256, 256, 3, bias: true), nn.ReLU(), nn.MaxPool2d(3, stride: 2),
        ]));
        _first = nn.Linear(256 * Grid * Grid, Hidden);
        _second = nn.Linear(Hidden, Hidden);
        Head = nn.Linear(Hidden, shape.Classes);
        this.Part("classifier", nn.Sequential(("1", _first), ("4", _second), ("6", Head)));
    }

    public override Linear Head { get; }

    public override Tensor Features(Tensor images)
    {
        using var scope = NewDisposeScope();
        var flat = nn.functional.adaptive_avg_pool2d(_features.forward(images), [Grid, Grid]).flatten(1);
        if (Dropout > 0 && training)
            flat = nn.functional.dropout(flat, Dropout, training: true);
        return HiddenLayers.Run(_first, _second, flat, Dropout, training).MoveToOuterDisposeScope();
    }
}
