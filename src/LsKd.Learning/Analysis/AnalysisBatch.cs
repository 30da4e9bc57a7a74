using static TorchSharp.torch;

namespace LsKd.Learning.Analysis;

/// <summary>What a network says about a batch. The receiver disposes it.</summary>
/// <param name="Features">[B, D], float32 or float64: penultimate activations.</param>
/// <param name="Logits">[B, K], of the same type.</param>
/// <param name="Labels">[B], int64, in [0, K).</param>
public sealed record AnalysisBatch(Tensor Features, Tensor Logits, Tensor Labels) : IDisposable
{
    /// <summary>[B, K]: logits of the other network of a teacher-student pair, or null.</summary>
    public Tensor? PartnerLogits { get; init; }

    /// <summary>Each sample's position within its split, where there is a split.</summary>
    public IReadOnlyList<int> Positions { get; init; } = [];

    /// <inheritdoc/>
    public void Dispose()
    {
        Features.Dispose();
        Logits.Dispose();
        Labels.Dispose();
        PartnerLogits?.Dispose();
    }
}

/// <summary>Which part the other network of a pair plays.</summary>
public enum PartnerRole
{
    /// <summary>The partner learned from the network under analysis.</summary>
    Student,

    /// <summary>The partner taught the network under analysis.</summary>
    Teacher,
}
