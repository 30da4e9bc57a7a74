using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LsKd.Learning.Models;

/// <summary>A classifier that shows its penultimate features and its last linear layer, whatever its family.</summary>
public abstract class ImageModel(string name) : nn.Module<Tensor, Tensor>(name)
{
    /// <summary>The last linear layer: weight [K, D] and bias [K] are the class templates.</summary>
    public abstract Linear Head { get; }

    /// <summary>Share of the penultimate features set to zero before the last layer in training mode, in [0, 1).</summary>
    public double Dropout { get; internal set; }

    /// <summary>Penultimate activations [B, D] of images [B, C, H, W].</summary>
    public abstract Tensor Features(Tensor images);

    /// <summary>Logits [B, K].</summary>
    public override Tensor forward(Tensor images)
    {
        using var features = Features(images);
        if (Dropout == 0 || !training)
            return Head.forward(features);
        using var dropped = nn.functional.dropout(features, Dropout, training: true);
        return Head.forward(dropped);
    }
}
