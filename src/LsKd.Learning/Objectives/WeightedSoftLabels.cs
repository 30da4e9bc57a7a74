using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace LsKd.Learning.Objectives;

/// <summary>
/// Weighted soft labels (WSLD, Zhou et al. 2021): L = H(y, pS) + alpha T^2 mean_i w_i H(pT(T), pS(T)), with the weight of a sample
/// w = 1 - exp(-H(y, pS) / (H(y, pT) + 1e-7)) at T = 1, without gradient: the regularisation of samples that the student already
/// fits better than the teacher is turned down. The authors' code has alpha 2.5 and T 2 on ImageNet.
/// </summary>
/// <param name="temperature">T, above 0.</param>
/// <param name="alpha">Weight of the soft part.</param>
public sealed class WeightedSoftLabels(double temperature, double alpha) : IObjective
{
    private const double Epsilon = 1e-7;
    private readonly TeacherDistribution teacher = new(temperature, null);

    /// <inheritdoc/>
    public string Name => "wsld";

    /// <inheritdoc/>
    public bool NeedsTeacher => true;

    /// <inheritdoc/>
    public LossParts Compute(LossInput input)
    {
        var p = teacher.Probabilities(input);
        var hard = Rows.HardCrossEntropy(input.Logits, input);
        var soft = Rows.CrossEntropy(p, functional.log_softmax(input.Logits / temperature, -1));
        var weights = Weights(hard.detach(), input);
        var hardMean = Rows.Mean(hard, input);
        var total = hardMean + Rows.Mean(weights * soft, input) * (alpha * temperature * temperature);
        return new LossParts(total,
        [
            .. DistillationParts.Of(Rows.Mean(soft, input), p, input),
            ("hard_ce", hardMean.detach()),
            ("sample_weight", Rows.Mean(weights, input)),
        ]);
    }

    private static Tensor Weights(Tensor studentHard, LossInput input) =>
        1 - (-studentHard / (Rows.HardCrossEntropy(TeacherDistribution.Logits(input), input) + Epsilon)).exp();
}
