using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace LsKd.Learning.Objectives;

/// <summary>What several losses need of a batch's rows: means over the rows that count, mixed labels, a teacher's probabilities.</summary>
internal static class Rows
{
    /// <summary>Mean of one value per row ([B]) over the rows that count.</summary>
    public static Tensor Mean(Tensor perRow, LossInput input)
    {
        if (input.Counts is null)
            return perRow.mean();
        var counts = input.Counts.to(perRow.dtype);
        return where(input.Counts, perRow, zeros_like(perRow)).sum() / counts.sum().clamp(min: 1);
    }

    /// <summary>A loss that depends on the label, for mixed images weighted over both labels.</summary>
    public static Tensor OverLabels(LossInput input, Func<Tensor, Tensor> lossOfLabels)
    {
        var first = lossOfLabels(input.Labels);
        return input.MixedLabels is null
            ? first
            : first * input.LabelShare + lossOfLabels(input.MixedLabels) * (1 - input.LabelShare);
    }

    /// <summary>Hard cross-entropy of each row, [B]; labels of rows that do not count may be anything.</summary>
    public static Tensor HardCrossEntropy(Tensor logits, LossInput input) =>
        OverLabels(input, labels => functional.cross_entropy(logits, Countable(labels, input), reduction: Reduction.None));

    /// <summary>Labels with a valid class in every row, so that padding can be gathered and then left out.</summary>
    public static Tensor Countable(Tensor labels, LossInput input) =>
        input.Counts is null ? labels : where(input.Counts, labels, zeros_like(labels));

    /// <summary>[B, K] cross-entropy -p log q of each row, [B].</summary>
    public static Tensor CrossEntropy(Tensor probabilities, Tensor logQ) => -(probabilities * logQ).sum(-1);

    /// <summary>Entropy of each row of probabilities, [B]; zeros count as zeros.</summary>
    public static Tensor Entropy(Tensor probabilities) => -xlogy(probabilities, probabilities).sum(-1);
}

/// <summary>The frozen teacher's softened distribution over a batch.</summary>
/// <param name="temperature">Softmax temperature T.</param>
/// <param name="topK">Logits kept per row, the rest renormalised away; null keeps all.</param>
internal sealed class TeacherDistribution(double temperature, int? topK)
{
    /// <summary>pT(T), [B, K], without gradient.</summary>
    public Tensor Probabilities(LossInput input)
    {
        var logits = Logits(input);
        if (topK is not { } k || k >= logits.shape[^1])
            return functional.softmax(logits / temperature, -1);
        var (values, indices) = logits.topk(k);
        return zeros_like(logits).scatter_(-1, indices, functional.softmax(values / temperature, -1));
    }

    /// <summary>The teacher's logits, detached.</summary>
    /// <exception cref="InvalidOperationException">The batch has none.</exception>
    public static Tensor Logits(LossInput input) =>
        input.TeacherLogits?.detach() ?? throw new InvalidOperationException("The objective distils, but the batch has no teacher logits.");
}
