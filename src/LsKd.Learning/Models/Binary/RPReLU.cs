using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LsKd.Learning.Models.Binary;

/// <summary>
/// PReLU shifted in both directions by learnable amounts per channel (Liu et al. 2020, Eq. 5):
/// x - g + z where x exceeds g, else b (x - g) + z. Here <c>before</c> is -g, <c>slope</c> is b, <c>after</c> is z.
/// </summary>
internal sealed class RPReLU : nn.Module<Tensor, Tensor>
{
    private const double InitialSlope = 0.25;

    private readonly Parameter before;
    private readonly Parameter slope;
    private readonly Parameter after;

    public RPReLU(int channels)
        : base(nameof(RPReLU))
    {
        before = new Parameter(zeros(channels));
        slope = new Parameter(full(channels, InitialSlope));
        after = new Parameter(zeros(channels));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var bent = nn.functional.prelu(input.add(PerChannel(before)), slope);
        return bent.add_(PerChannel(after)).MoveToOuterDisposeScope();
    }

    private static Tensor PerChannel(Parameter values) => values.view(1, -1, 1, 1);
}
