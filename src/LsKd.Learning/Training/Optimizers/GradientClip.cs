using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Training.Optimizers;

/// <summary>Scales gradients down to a largest joint L2 norm, without waiting for the device.</summary>
internal static class GradientClip
{
    private const double Epsilon = 1e-6;

    public static void Apply(nn.Module network, double maxNorm)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        Tensor[] gradients = [.. network.parameters().Select(p => p.grad).OfType<Tensor>()];
        if (gradients.Length == 0)
            return;
        var norm = stack(gradients.Select(g => g.norm())).norm();
        var scale = (maxNorm / (norm + Epsilon)).clamp(max: 1);
        foreach (var gradient in gradients)
            gradient.mul_(scale);
    }
}
