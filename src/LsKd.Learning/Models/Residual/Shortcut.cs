using TorchSharp.Modules;

namespace LsKd.Learning.Models.Residual;

/// <summary>The projection of a residual block's shortcut.</summary>
internal static class Shortcut
{
    /// <summary>A 1x1 convolution with normalisation where the shape changes, else null (the identity).</summary>
    public static Sequential? Create(int inputs, int outputs, int stride) =>
        inputs == outputs && stride == 1
            ? null
            : Layers.Chain([Layers.Conv(inputs, outputs, 1, stride), Layers.Norm(outputs)]);
}
