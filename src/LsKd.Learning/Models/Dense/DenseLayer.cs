using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LsKd.Learning.Models.Dense;

/// <summary>One layer of a dense block: it appends its growth channels to what it is given.</summary>
internal sealed class DenseLayer : nn.Module<Tensor, Tensor>
{
    private const int MiddlePerGrowth = 4;

    private readonly ChannelNorm norm1;
    private readonly Conv2d conv1;
    private readonly ChannelNorm norm2;
    private readonly Conv2d conv2;

    public DenseLayer(int inputs, int growth)
        : base(nameof(DenseLayer))
    {
        norm1 = Layers.Norm(inputs);
        conv1 = Layers.Conv(inputs, MiddlePerGrowth * growth, 1);
        norm2 = Layers.Norm(MiddlePerGrowth * growth);
        conv2 = Layers.Conv(MiddlePerGrowth * growth, growth, 3);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var hidden = conv1.forward(norm1.forward(input).relu_());
        hidden = conv2.forward(norm2.forward(hidden).relu_());
        return cat([input, hidden], 1).MoveToOuterDisposeScope();
    }
}
