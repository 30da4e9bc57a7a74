using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace LsKd.Learning.Objectives;

/// <summary>
/// Distillation of standardised logits (Sun et al. 2024): both sides' logits become z-scores per sample (unbiased standard
/// deviation, + 1e-7) before the softmax at T. L = (1 - beta) H(y, pS) + m T^2 KL, batch mean; the authors use base temperature 2, a KD
/// weight m of 9 and 0.1 on the hard label.
/// </summary>
/// <param name="temperature">Base temperature T, above 0.</param>
/// <param name="softWeight">beta: 1 - beta goes to the hard label.</param>
/// <param name="multiplier">m.</param>
public sealed class StandardisedDistillation(double temperature, double softWeight, double multiplier) : IObjective
{
    private const double Epsilon = 1e-7;

    /// <inheritdoc/>
    public string Name => "kd-standardised";

    /// <inheritdoc/>
    public bool NeedsTeacher => true;

    /// <inheritdoc/>
    public LossParts Compute(LossInput input)
    {
        var p = functional.softmax(Standardise(TeacherDistribution.Logits(input)) / temperature, -1);
        var logQ = functional.log_softmax(Standardise(input.Logits) / temperature, -1);
        var parts = DistillationParts.Of(Rows.Mean(Rows.CrossEntropy(p, logQ.detach()), input), p, input);
        var soft = Rows.Mean(Rows.CrossEntropy(p, logQ), input) - parts[2].Value;
        var hard = Rows.Mean(Rows.HardCrossEntropy(input.Logits, input), input);
        return new LossParts(
            hard * (1 - softWeight) + soft * (multiplier * temperature * temperature), [.. parts, ("hard_ce", hard.detach())]);
    }

    private static Tensor Standardise(Tensor logits)
    {
        var centred = logits - logits.mean([-1], keepdim: true);
        var variance = (centred * centred).sum(-1, keepdim: true) / (logits.shape[^1] - 1);
        return centred / (variance.sqrt() + Epsilon);
    }
}
