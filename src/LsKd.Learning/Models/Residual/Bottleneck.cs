using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LsKd.Learning.Models.Residual;

/// <summary>
/// 1x1, 3x3 and 1x1 convolutions around a shortcut (He et al. 2016, Fig. 5 right), the stride in the 3x3 one as in torchvision.
/// With groups it is ResNeXt's block (Xie et al. 2017), with a wider middle Wide ResNet-50-2's (Zagoruyko and Komodakis 2016).
/// </summary>
internal sealed class Bottleneck : nn.Module<Tensor, Tensor>
{
    /// <summary>Output channels per plane.</summary>
    public const int Expansion = 4;

    private readonly Conv2d conv1;
    private readonly ChannelNorm bn1;
    private readonly Conv2d conv2;
    private readonly ChannelNorm bn2;
    private readonly Conv2d conv3;
    private readonly ChannelNorm bn3;
    private readonly Sequential? downsample;

    public Bottleneck(int inputs, int planes, int stride, int groups = 1, int groupWidth = 64)
        : base(nameof(Bottleneck))
    {
        var middle = planes * groupWidth / 64 * groups;
        conv1 = Layers.Conv(inputs, middle, 1);
        bn1 = Layers.Norm(middle);
        conv2 = Layers.Conv(middle, middle, 3, stride, groups);
        bn2 = Layers.Norm(middle);
        conv3 = Layers.Conv(middle, planes * Expansion, 1);
        bn3 = Layers.Norm(planes * Expansion);
        downsample = Shortcut.Create(inputs, planes * Expansion, stride);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var hidden = bn1.forward(conv1.forward(input)).relu_();
        hidden = bn2.forward(conv2.forward(hidden)).relu_();
        var sum = bn3.forward(conv3.forward(hidden)).add_(downsample?.forward(input) ?? input);
        return sum.relu_().MoveToOuterDisposeScope();
    }
}
