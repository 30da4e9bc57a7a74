using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LsKd.Learning.Models.Binary;

/// <summary>
/// One binary convolution with its own shortcut, as in Bi-Real Net (Liu et al. 2018, Fig. 3), then RPReLU. Where the shape
/// changes, the shortcut is an average over 2x2 pixels and a real 1x1 convolution.
/// </summary>
internal sealed class ReActBlock : nn.Module<Tensor, Tensor>
{
    private readonly BinaryConv2d conv;
    private readonly ChannelNorm norm;
    private readonly Sequential? downsample;
    private readonly RPReLU activation;

    public ReActBlock(int inputs, int outputs, int stride, BinaryStage stage)
        : base(nameof(ReActBlock))
    {
        conv = new BinaryConv2d(inputs, outputs, stride, stage);
        norm = Layers.Norm(outputs);
        downsample = stride == 1 && inputs == outputs ? null : Shortcut(inputs, outputs, stride);
        activation = new RPReLU(outputs);
        RegisterComponents();
    }

    /// <summary>Its binary convolution.</summary>
    public BinaryConv2d Convolution => conv;

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var sum = norm.forward(conv.forward(input)).add_(downsample?.forward(input) ?? input);
        return activation.forward(sum).MoveToOuterDisposeScope();
    }

    private static Sequential Shortcut(int inputs, int outputs, int stride) => nn.Sequential(
        ("pool", nn.AvgPool2d(stride, stride: stride, ceil_mode: true, count_include_pad: false)),
        ("conv", Layers.Conv(inputs, outputs, 1)),
        ("norm", Layers.Norm(outputs)));
}
