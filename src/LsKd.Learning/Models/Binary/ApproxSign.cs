using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Models.Binary;

/// <summary>
/// Sign of an activation (+1 at 0) with the gradient of a piecewise polynomial: 2 + 2x on [-1, 0), 2 - 2x on [0, 1), else 0
/// (Liu et al. 2018, Bi-Real Net, Eq. 6).
/// </summary>
internal sealed class ApproxSign : autograd.SingleTensorFunction<ApproxSign>
{
    public override string Name => nameof(ApproxSign);

    /// <summary>Signs of x, any shape, exactly -1 or +1.</summary>
    public static Tensor Of(Tensor x) => is_grad_enabled() ? apply(x) : Signs(x);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var x = (Tensor)vars[0];
        ctx.save_for_backward([x]);
        return Signs(x);
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var scope = NewDisposeScope();
        var slope = ctx.get_saved_variables()[0].abs().mul_(-2).add_(2).clamp_(min: 0);
        return [slope.mul_(grad_output).MoveToOuterDisposeScope()];
    }

    /// <summary>-1 below 0, else +1.</summary>
    internal static Tensor Signs(Tensor x)
    {
        using var scope = NewDisposeScope();
        return x.ge(0).to(x.dtype).mul_(2).sub_(1).MoveToOuterDisposeScope();
    }
}
