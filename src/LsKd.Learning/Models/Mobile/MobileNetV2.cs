using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LsKd.Learning.Models.Mobile;

/// <summary>
/// MobileNetV2 (Sandler et al. 2018, Table 2). Names of parameters are torchvision's. On small images the stem and the second
/// stage keep the resolution.
/// </summary>
internal sealed class MobileNetV2 : ImageModel
{
    private const int LastChannels = 1280;

    private static readonly (int Expansion, int Channels, int Depth, int Stride)[] Stages =
        [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)];

    private readonly Sequential _features;

    public MobileNetV2(ModelShape shape)
        : base("mobilenetv2")
    {
        var parts = new List<nn.Module<Tensor, Tensor>>
        {
            InvertedResidual.ConvNormRelu6(shape.Channels, shape.Width, 3, shape.IsSmall ? 1 : 2),
        };
        var channels = shape.Width;
        foreach (var (expansion, outputs, depth, stride) in Stages)
            for (var i = 0; i < depth; i++, channels = outputs)
                parts.Add(new InvertedResidual(channels, outputs, i > 0 || (shape.IsSmall && outputs == 24) ? 1 : stride, expansion));
        parts.Add(InvertedResidual.ConvNormRelu6(channels, LastChannels, 1));
        _features = this.Part("features", Layers.Chain(parts));
        Head = nn.Linear(LastChannels, shape.Classes);
        this.Part("classifier", nn.Sequential(("1", Head)));
    }

    public override Linear Head { get; }

    public override Tensor Features(Tensor images)
    {
        using var scope = NewDisposeScope();
        return Layers.GlobalMean(_features.forward(images)).MoveToOuterDisposeScope();
    }
}
