using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Models.Binary;

/// <summary>
/// Binary weights sign(W) mean|W| with one scale per output channel (Rastegari et al. 2016, Eq. 6; Shen et al. 2021, Sec. 4),
/// whose gradient passes to the latent real weights where |W| is at most 1. The scale counts as a constant, as in the
/// published code of ReActNet (Liu et al. 2020).
/// </summary>
internal sealed class BinaryWeight : autograd.SingleTensorFunction<BinaryWeight>
{
    public override string Name => nameof(BinaryWeight);

    /// <summary>Binary weights of latent ones, [O, I, k, k].</summary>
    public static Tensor Of(Tensor latent) => is_grad_enabled() ? apply(latent) : Scaled(latent);

    /// <summary>Mean |W| per output channel of latent weights [O, I, k, k]: [O, 1, 1, 1].</summary>
    public static Tensor Scale(Tensor latent)
    {
        using var scope = NewDisposeScope();
        return latent.abs().mean([1, 2, 3], keepdim: true).MoveToOuterDisposeScope();
    }

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var latent = (Tensor)vars[0];
        ctx.save_for_backward([latent]);
        return Scaled(latent);
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var scope = NewDisposeScope();
        var passes = ctx.get_saved_variables()[0].abs().le(1).to(grad_output.dtype);
        return [passes.mul_(grad_output).MoveToOuterDisposeScope()];
    }

    private static Tensor Scaled(Tensor latent)
    {
        using var scope = NewDisposeScope();
        return ApproxSign.Signs(latent).mul_(Scale(latent)).MoveToOuterDisposeScope();
    }
}
