using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Native;

/// <summary>
/// libtorch's fused optimiser steps: one call over all parameters. They equal the step-by-step forms to rounding. Lists of
/// tensors are passed as C++ does: a pointer to implementation pointers, and a count.
/// </summary>
internal static unsafe class FusedUpdates
{
    private const string AdamArguments = "4callEN3c108ArrayRefINS_6TensorEEES5_S5_S5_S5_S5_dddddbbRKSt8optionalIS4_ES9_";

    private static readonly delegate* unmanaged<
        nint*, nint, nint*, nint, nint*, nint, double, double, double, double, byte, byte, byte, nint*, nint*, void> SgdFunction =
        (delegate* unmanaged<nint*, nint, nint*, nint, nint*, nint, double, double, double, double, byte, byte, byte, nint*, nint*, void>)
            NativeFunctions.Find("_ZN2at4_ops11_fused_sgd_4callEN3c108ArrayRefINS_6TensorEEES5_S5_ddddbbbRKSt8optionalIS4_ES9_");

    private static readonly nint AdamFunction = NativeFunctions.Find("_ZN2at4_ops12_fused_adam_" + AdamArguments);
    private static readonly nint AdamWFunction = NativeFunctions.Find("_ZN2at4_ops13_fused_adamw_" + AdamArguments);

    /// <summary>Whether <see cref="Sgd"/> can be called.</summary>
    public static bool HasSgd => SgdFunction is not null;

    /// <summary>Whether <see cref="Adam"/> can be called, for Adam and AdamW.</summary>
    public static bool HasAdam => AdamFunction != 0 && AdamWFunction != 0;

    /// <summary>The implementation pointer of a tensor, which stays the same while the tensor lives.</summary>
    public static nint Pointer(Tensor tensor) => *(nint*)tensor.Handle;

    /// <summary>p -= rate * (momentum step of the gradient with decay); the lists are parallel, momenta empty without momentum.</summary>
    public static void Sgd(
        ReadOnlySpan<nint> weights, ReadOnlySpan<nint> gradients, ReadOnlySpan<nint> momenta,
        double decay, double momentum, double rate, bool nesterov)
    {
        // An empty std::optional<Tensor>: 16 zero bytes.
        var none = stackalloc nint[2];
        fixed (nint* w = weights, g = gradients, m = momenta)
            SgdFunction(w, weights.Length, g, gradients.Length, m, momenta.Length, decay, momentum, rate, 0,
                nesterov ? (byte)1 : (byte)0, 0, 0, none, none);
    }

    /// <summary>
    /// One Adam step (decay in the gradient) or, decoupled, AdamW step (decay on the weight). The lists are parallel; <c>steps</c> holds
    /// for each weight a float scalar tensor with the number of this step, from 1.
    /// </summary>
    public static void Adam(
        bool decoupled, ReadOnlySpan<nint> weights, ReadOnlySpan<nint> gradients, ReadOnlySpan<nint> first, ReadOnlySpan<nint> second,
        ReadOnlySpan<nint> steps, double rate, double beta1, double beta2, double decay, double epsilon)
    {
        var function = (delegate* unmanaged<nint*, nint, nint*, nint, nint*, nint, nint*, nint, nint*, nint, nint*, nint,
            double, double, double, double, double, byte, byte, nint*, nint*, void>)(decoupled ? AdamWFunction : AdamFunction);
        var none = stackalloc nint[2];
        nint count = weights.Length;
        fixed (nint* w = weights, g = gradients, f = first, s = second, t = steps)
            function(w, count, g, count, f, count, s, count, null, 0, t, count, rate, beta1, beta2, decay, epsilon, 0, 0, none, none);
    }
}
