using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LsKd.Learning.Models.Wide;

/// <summary>
/// WRN-d-k for small images (Zagoruyko and Komodakis 2016, Table 1): three stages of (d - 4) / 6 blocks with 16k, 32k and 64k
/// channels. Names of parameters are those of the usual PyTorch form (<c>block1.layer.0.conv1</c>).
/// </summary>
internal sealed class WideResNet : ImageModel
{
    private const int Stem = 16;

    private readonly Conv2d _stem;
    private readonly List<Sequential> _stages = [];
    private readonly ChannelNorm _norm;

    public WideResNet(ModelShape shape, int depth)
        : base("wide-resnet")
    {
        _stem = this.Part("conv1", Layers.Conv(shape.Channels, Stem, 3));
        var channels = Stem;
        for (var stage = 0; stage < 3; stage++)
        {
            var outputs = shape.Width << stage;
            _stages.Add(AddStage(stage + 1, channels, outputs, (depth - 4) / 6));
            channels = outputs;
        }
        _norm = this.Part("bn1", Layers.Norm(channels));
        Head = this.Part("fc", nn.Linear(channels, shape.Classes));
    }

    public override Linear Head { get; }

    public override Tensor Features(Tensor images)
    {
        using var scope = NewDisposeScope();
        var maps = _stem.forward(images);
        foreach (var stage in _stages)
            maps = stage.forward(maps);
        return Layers.GlobalMean(_norm.forward(maps).relu_()).MoveToOuterDisposeScope();
    }

    private Sequential AddStage(int number, int inputs, int outputs, int depth)
    {
        var stride = number == 1 ? 1 : 2;
        var layer = Layers.Chain(Enumerable.Range(0, depth)
            .Select(i => i == 0 ? new WideBlock(inputs, outputs, stride) : new WideBlock(outputs, outputs, 1)));
        this.Part($"block{number}", nn.Sequential(("layer", layer)));
        return layer;
    }
}
