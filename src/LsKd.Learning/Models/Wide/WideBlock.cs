using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LsKd.Learning.Models.Wide;

/// <summary>Normalise, activate, convolve, twice, around a shortcut (He et al. 2016b); where the channels change, the shortcut starts after the first activation.</summary>
internal sealed class WideBlock : nn.Module<Tensor, Tensor>
{
    private readonly ChannelNorm bn1;
    private readonly Conv2d conv1;
    private readonly ChannelNorm bn2;
    private readonly Conv2d conv2;
    private readonly Conv2d? convShortcut;

    public WideBlock(int inputs, int outputs, int stride)
        : base(nameof(WideBlock))
    {
        bn1 = Layers.Norm(inputs);
        conv1 = Layers.Conv(inputs, outputs, 3, stride);
        bn2 = Layers.Norm(outputs);
        conv2 = Layers.Conv(outputs, outputs, 3);
        convShortcut = inputs == outputs ? null : Layers.Conv(inputs, outputs, 1, stride);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var active = bn1.forward(input).relu_();
        var hidden = bn2.forward(conv1.forward(active)).relu_();
        return conv2.forward(hidden).add_(convShortcut?.forward(active) ?? input).MoveToOuterDisposeScope();
    }
}
