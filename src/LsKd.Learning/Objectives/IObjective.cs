using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Objectives;

/// <summary>What a loss may look at. Tensors belong to the caller.</summary>
/// <param name="Logits">[B, K], with gradient.</param>
/// <param name="Labels">[B], int64.</param>
public sealed record LossInput(Tensor Logits, Tensor Labels)
{
    /// <summary>[B], int64: second labels of mixed images, or null.</summary>
    public Tensor? MixedLabels { get; init; }

    /// <summary>Weight of <see cref="Labels"/> against <see cref="MixedLabels"/>.</summary>
    public double LabelShare { get; init; } = 1;

    /// <summary>[B, K], the frozen teacher's logits; null without a teacher.</summary>
    public Tensor? TeacherLogits { get; init; }

    /// <summary>[B], bool: rows that count (padding excluded); null means all.</summary>
    public Tensor? Counts { get; init; }

    /// <summary>Epoch, from 1.</summary>
    public int Epoch { get; init; } = 1;
}

/// <summary>A loss and its named parts, all scalars (0-d, batch means). Parts are detached and only logged.</summary>
/// <param name="Total">What is minimised.</param>
/// <param name="Parts">Name (such as <c>kd_ce</c>, <c>kd_kl</c>, <c>hard_ce</c>) and value.</param>
public sealed record LossParts(Tensor Total, IReadOnlyList<(string Name, Tensor Value)> Parts);

/// <summary>A loss. One file each, with its formula, paper and conventions.</summary>
public interface IObjective
{
    /// <summary>Name in a spec and in the catalogue.</summary>
    string Name { get; }

    /// <summary>Whether <see cref="LossInput.TeacherLogits"/> must be given.</summary>
    bool NeedsTeacher { get; }

    /// <summary>Computes the loss of a batch. Allocates within the caller's dispose scope; never synchronises with the device.</summary>
    LossParts Compute(LossInput input);
}
