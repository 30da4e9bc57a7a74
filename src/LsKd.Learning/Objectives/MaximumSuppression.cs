using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Objectives;

/// <summary>
/// Max suppression (MaxSup, Zhou et al. 2025): L = H(y, p) + alpha (max_k z_k - mean_k z_k), batch means. Label smoothing over all
/// classes equals H(y, p) + alpha (z_label - mean_k z_k), which also pulls down the right class where the network errs.
/// </summary>
/// <param name="alpha">Weight of the penalty.</param>
public sealed class MaximumSuppression(double alpha) : IObjective
{
    /// <inheritdoc/>
    public string Name => "max-sup";

    /// <inheritdoc/>
    public bool NeedsTeacher => false;

    /// <inheritdoc/>
    public LossParts Compute(LossInput input)
    {
        var hard = Rows.Mean(Rows.HardCrossEntropy(input.Logits, input), input);
        var penalty = Rows.Mean(input.Logits.amax([-1]) - input.Logits.mean([-1]), input);
        return new LossParts(hard + penalty * alpha, [("hard_ce", hard.detach()), ("max_sup", penalty.detach())]);
    }
}
