using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LsKd.Learning.Models.Binary;

/// <summary>How far a binary network is binarised.</summary>
internal enum BinaryStage
{
    /// <summary>Nothing is: the real-valued twin.</summary>
    Real,

    /// <summary>Activations are, weights are real; the first step of training.</summary>
    Activations,

    /// <summary>Activations and weights are.</summary>
    Full,
}

/// <summary>
/// A 3x3 convolution of signs: activations are shifted by a learnable amount per channel (RSign, Liu et al. 2020, Eq. 4) and
/// reduced to their signs, weights to signs times a scale per output channel. Padding is 0, which counts for neither sign.
/// </summary>
internal sealed class BinaryConv2d : nn.Module<Tensor, Tensor>
{
    private readonly Parameter shift;
    private readonly Parameter weight;
    private readonly long[] _stride;

    public BinaryConv2d(int inputs, int outputs, int stride, BinaryStage stage)
        : base(nameof(BinaryConv2d))
    {
        shift = new Parameter(zeros(inputs));
        weight = new Parameter(empty(outputs, inputs, 3, 3));
        _stride = [stride, stride];
        Stage = stage;
        RegisterComponents();
    }

    /// <summary>How far it is binarised at present.</summary>
    public BinaryStage Stage { get; set; }

    /// <summary>Maps [B, I, H, W] to [B, O, H', W'].</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var shifted = input.add(shift.view(1, -1, 1, 1));
        var activations = Stage == BinaryStage.Real ? shifted : ApproxSign.Of(shifted);
        var weights = Stage == BinaryStage.Full ? BinaryWeight.Of(weight) : weight;
        return nn.functional.conv2d(activations, weights, strides: _stride, padding: [1, 1]).MoveToOuterDisposeScope();
    }
}
