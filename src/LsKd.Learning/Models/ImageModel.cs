using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LsKd.Learning.Models;

/// <summary>A classifier that shows its penultimate features and its last linear layer, whatever its family.</summary>
public abstract class ImageModel(string name) : nn.Module<Tensor, Tensor>(name)
{
    /// <summary>The last linear layer: weight [K, D] and bias [K] are the class templates.</summary>
    public abstract Linear Head { get; }

    /// <summary>Penultimate activations [B, D] of images [B, C, H, W].</summary>
    public abstract Tensor Features(Tensor images);

    /// <summary>Logits [B, K].</summary>
    public override Tensor forward(Tensor images)
    {
        using var features = Features(images);
        return Head.forward(features);
    }
}
