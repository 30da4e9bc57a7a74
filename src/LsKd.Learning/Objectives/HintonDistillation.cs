using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace LsKd.Learning.Objectives;

/// <summary>
/// L = (1 - beta) H(y, pS) + beta T^2 KL(pT(T) || pS(T)), both sides softened, KL summed over classes and averaged over the batch
/// (Hinton et al. 2015, Sec. 2; beta = 1 is the form of Chandrasegaran et al. 2022). The logged kd_ce, kd_kl and teacher_entropy
/// are at temperature T without the factor T^2.
/// </summary>
/// <param name="temperature">T, above 0.</param>
/// <param name="softWeight">beta, in [0, 1].</param>
/// <param name="topK">Teacher logits kept per row; null keeps all.</param>
/// <param name="name"><c>kd</c>, or <c>tf-kd-self</c> where the teacher is an earlier run of the student's own network (Yuan et al. 2020).</param>
public sealed class HintonDistillation(double temperature, double softWeight, int? topK = null, string name = "kd") : IObjective
{
    private readonly TeacherDistribution teacher = new(temperature, topK);

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public bool NeedsTeacher => true;

    /// <inheritdoc/>
    public LossParts Compute(LossInput input)
    {
        var p = teacher.Probabilities(input);
        var ce = Rows.Mean(Rows.CrossEntropy(p, functional.log_softmax(input.Logits / temperature, -1)), input);
        var parts = DistillationParts.Of(ce, p, input);
        var soft = (ce - parts[2].Value) * (temperature * temperature);
        return HardLabelMix.Combine(soft, softWeight, input, parts);
    }
}

/// <summary>The beta-weighted sum of a soft loss and the hard label's cross-entropy.</summary>
internal static class HardLabelMix
{
    public static LossParts Combine(
        Tensor soft, double softWeight, LossInput input, IReadOnlyList<(string Name, Tensor Value)> parts)
    {
        if (softWeight >= 1)
            return new LossParts(soft, parts);
        var hard = Rows.Mean(Rows.HardCrossEntropy(input.Logits, input), input);
        return new LossParts(hard * (1 - softWeight) + soft * softWeight, [.. parts, ("hard_ce", hard.detach())]);
    }
}
