using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LsKd.Learning.Models.Plain;

/// <summary>The two hidden linear layers of VGG and AlexNet, each with ReLU; dropout between them in training.</summary>
internal static class HiddenLayers
{
    /// <summary>Penultimate features [B, D] of flattened maps [B, N].</summary>
    public static Tensor Run(Linear first, Linear second, Tensor flat, double dropout, bool training)
    {
        using var scope = NewDisposeScope();
        var hidden = first.forward(flat).relu_();
        if (dropout > 0 && training)
            hidden = nn.functional.dropout(hidden, dropout, training: true);
        return second.forward(hidden).relu_().MoveToOuterDisposeScope();
    }
}
