using static TorchSharp.torch;

namespace LsKd.Learning.Objectives;

/// <summary>The three numbers that every distillation logs: cross-entropy, KL divergence, and the teacher's entropy between them.</summary>
internal static class DistillationParts
{
    /// <param name="crossEntropy">Scalar: mean cross-entropy under the teacher's distribution.</param>
    /// <param name="teacher">[B, K]: that distribution.</param>
    /// <param name="input">The batch.</param>
    public static IReadOnlyList<(string Name, Tensor Value)> Of(Tensor crossEntropy, Tensor teacher, LossInput input)
    {
        var ce = crossEntropy.detach();
        var entropy = Rows.Mean(Rows.Entropy(teacher), input);
        return [("kd_ce", ce), ("kd_kl", ce - entropy), ("teacher_entropy", entropy)];
    }
}
