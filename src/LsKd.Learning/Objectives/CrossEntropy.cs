using LsKd.Core.Specs;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace LsKd.Learning.Objectives;

/// <summary>
/// Cross-entropy with label smoothing: L = H(q, p), q = smoothed label. All classes: q = (1 - a) y + a / K (Szegedy et al. 2016,
/// Sec. 7; Mueller et al. 2019, Sec. 2; PyTorch). Wrong classes: 1 - a on the label, a / (K - 1) on each other (Shen et al. 2021, Eq. 1).
/// The second with a is the first with a K / (K - 1). a = 0 is the hard label. Mixed images average over both labels.
/// </summary>
/// <param name="smoothing">a, in [0, 1).</param>
/// <param name="convention">Where the smoothed mass goes.</param>
public sealed class CrossEntropy(double smoothing, SmoothingConvention convention) : IObjective
{
    /// <inheritdoc/>
    public string Name => "cross-entropy";

    /// <inheritdoc/>
    public bool NeedsTeacher => false;

    /// <inheritdoc/>
    public LossParts Compute(LossInput input)
    {
        var share = AllClassesShare(smoothing, convention, input.Logits.shape[^1]);
        var total = Rows.Mean(Rows.OverLabels(input, labels => PerRow(input.Logits, Rows.Countable(labels, input), share)), input);
        return smoothing == 0
            ? new LossParts(total, [])
            : new LossParts(total, [("hard_ce", Rows.Mean(Rows.HardCrossEntropy(input.Logits.detach(), input), input))]);
    }

    /// <summary>The factor that makes the same target when spread over all K classes; may exceed 1 for few classes.</summary>
    public static double AllClassesShare(double smoothing, SmoothingConvention convention, long classes) =>
        convention is SmoothingConvention.AllClasses || classes < 2 ? smoothing : smoothing * classes / (classes - 1);

    private static Tensor PerRow(Tensor logits, Tensor labels, double share)
    {
        if (share is 0)
            return functional.cross_entropy(logits, labels, reduction: Reduction.None);
        var logP = functional.log_softmax(logits, -1);
        var ofLabel = logP.gather(-1, labels.unsqueeze(-1)).squeeze(-1);
        return -(ofLabel * (1 - share) + logP.mean([-1]) * share);
    }
}
