using LsKd.Learning.Models;
using static TorchSharp.torch;

namespace LsKd.Learning.Analysis;

/// <summary>What the analysis of a run may use besides its network and data.</summary>
public sealed record RunAnalysisContext
{
    /// <summary>Brings images to where and how the network computes, in the caller's dispose scope; null moves them to its device.</summary>
    public Func<Tensor, Tensor>? PlaceImages { get; init; }

    /// <summary>Logits [B, K] of the teacher for placed images, in the caller's dispose scope; null without a teacher.</summary>
    public Func<Tensor, Tensor>? Teacher { get; init; }

    /// <summary>Three class names to fall back on where the spec names none and all of them exist.</summary>
    public IReadOnlyList<string> DefaultTriple { get; init; } = [];

    /// <summary>Epoch of the weights where the analysis is the final one; null reads it from the best checkpoint.</summary>
    public int? WeightsEpoch { get; init; }

    internal Tensor Place(Tensor images, ImageModel network) =>
        PlaceImages is { } place ? place(images) : images.to(network.Head.weight!.device);
}
