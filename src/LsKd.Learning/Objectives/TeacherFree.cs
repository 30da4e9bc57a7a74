using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace LsKd.Learning.Objectives;

/// <summary>
/// Tf-KD with a virtual teacher (Yuan et al. 2020, Sec. 5, "Tf-KD_reg"): L = (1 - beta) H(y, pS) + beta m KL(softmax(u / T) || pS), where
/// u is 0.99 on the label and 0.01 / (K - 1) elsewhere. As in the authors' code, u is given to the softmax as if it were logits and the
/// student is not softened. Their KL is averaged over classes as well, which is why m is large there; here it is the batch mean, so that
/// their m of 100 at K = 100 classes is m = 1.
/// </summary>
/// <param name="temperature">T of the virtual teacher.</param>
/// <param name="softWeight">beta, in [0, 1].</param>
/// <param name="multiplier">m.</param>
public sealed class TeacherFree(double temperature, double softWeight, double multiplier) : IObjective
{
    private const double Confidence = 0.99;

    /// <inheritdoc/>
    public string Name => "tf-kd-virtual";

    /// <inheritdoc/>
    public bool NeedsTeacher => false;

    /// <inheritdoc/>
    public LossParts Compute(LossInput input)
    {
        var logP = functional.log_softmax(input.Logits, -1);
        var ce = Rows.Mean(Rows.OverLabels(input, labels => Rows.CrossEntropy(Virtual(input, labels), logP)), input);
        var entropy = Rows.Mean(Rows.OverLabels(input, labels => Rows.Entropy(Virtual(input, labels))), input);
        var parts = new[] { ("kd_ce", ce.detach()), ("kd_kl", (ce - entropy).detach()), ("teacher_entropy", entropy) };
        return HardLabelMix.Combine((ce - entropy) * multiplier, softWeight, input, parts);
    }

    private Tensor Virtual(LossInput input, Tensor labels)
    {
        var classes = input.Logits.shape[^1];
        var hit = functional.one_hot(Rows.Countable(labels, input), classes).to(input.Logits.dtype);
        var u = hit * Confidence + (1 - hit) * ((1 - Confidence) / (classes - 1));
        return functional.softmax(u / temperature, -1);
    }
}
