using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LsKd.Learning.Models.Residual;

/// <summary>Makes a residual block from its input channels, its planes and its stride.</summary>
internal delegate nn.Module<Tensor, Tensor> BlockMaker(int inputs, int planes, int stride);

/// <summary>
/// Residual networks (He et al. 2016) of three stages (CIFAR) or four (ImageNet). Names of parameters are torchvision's. On
/// images of less than 96 pixels the stem is one 3x3 convolution and no pooling.
/// </summary>
internal sealed class ResNet : ImageModel
{
    private readonly Conv2d _stem;
    private readonly ChannelNorm _norm;
    private readonly MaxPool2d? _pool;
    private readonly List<Sequential> _stages = [];

    /// <param name="shape">What it is built for.</param>
    /// <param name="smallStem">Whether the stem keeps the resolution at any image size.</param>
    /// <param name="depths">Blocks per stage.</param>
    /// <param name="expansion">Output channels of a block per plane.</param>
    /// <param name="block">Makes a block.</param>
    public ResNet(ModelShape shape, bool smallStem, int[] depths, int expansion, BlockMaker block)
        : base("resnet")
    {
        smallStem |= shape.IsSmall;
        _stem = this.Part("conv1", Layers.Conv(shape.Channels, shape.Width, smallStem ? 3 : 7, smallStem ? 1 : 2));
        _norm = this.Part("bn1", Layers.Norm(shape.Width));
        _pool = smallStem ? null : nn.MaxPool2d(3, stride: 2, padding: 1);
        var channels = shape.Width;
        for (var stage = 0; stage < depths.Length; stage++)
        {
            var planes = shape.Width << stage;
            _stages.Add(this.Part($"layer{stage + 1}", Stage(channels, planes, stage == 0 ? 1 : 2, depths[stage], expansion, block)));
            channels = planes * expansion;
        }
        Head = this.Part("fc", nn.Linear(channels, shape.Classes));
    }

    public override Linear Head { get; }

    public override Tensor Features(Tensor images)
    {
        using var scope = NewDisposeScope();
        var maps = Stem(images);
        foreach (var stage in _stages)
            maps = stage.forward(maps);
        return Layers.GlobalMean(maps).MoveToOuterDisposeScope();
    }

    private static Sequential Stage(int inputs, int planes, int stride, int depth, int expansion, BlockMaker block) =>
        Layers.Chain(Enumerable.Range(0, depth)
            .Select(i => i == 0 ? block(inputs, planes, stride) : block(planes * expansion, planes, 1)));

    private Tensor Stem(Tensor images)
    {
        using var scope = NewDisposeScope();
        var maps = _norm.forward(_stem.forward(images)).relu_();
        return (_pool?.forward(maps) ?? maps).MoveToOuterDisposeScope();
    }
}
