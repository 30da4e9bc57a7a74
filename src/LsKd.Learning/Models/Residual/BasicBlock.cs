using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LsKd.Learning.Models.Residual;

/// <summary>Two 3x3 convolutions around a shortcut (He et al. 2016, Fig. 5 left); a 1x1 convolution where the shape changes.</summary>
internal sealed class BasicBlock : nn.Module<Tensor, Tensor>
{
    private readonly Conv2d conv1;
    private readonly ChannelNorm bn1;
    private readonly Conv2d conv2;
    private readonly ChannelNorm bn2;
    private readonly Sequential? downsample;

    public BasicBlock(int inputs, int outputs, int stride)
        : base(nameof(BasicBlock))
    {
        conv1 = Layers.Conv(inputs, outputs, 3, stride);
        bn1 = Layers.Norm(outputs);
        conv2 = Layers.Conv(outputs, outputs, 3);
        bn2 = Layers.Norm(outputs);
        downsample = Shortcut.Create(inputs, outputs, stride);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var hidden = bn1.forward(conv1.forward(input)).relu_();
        var sum = bn2.forward(conv2.forward(hidden)).add_(downsample?.forward(input) ?? input);
        return sum.relu_().MoveToOuterDisposeScope();
    }
}
