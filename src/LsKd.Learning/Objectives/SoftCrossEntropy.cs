using static TorchSharp.torch.nn;

namespace LsKd.Learning.Objectives;

/// <summary>
/// Distillation by the teacher's labels alone at T = 1: L = -sum_k pT_k log pS_k, batch mean (Shen et al. 2021, Eq. 3-4). No hard
/// label. Its floor is the teacher's entropy, which differs with label smoothing: both are logged, and kd_kl = kd_ce - entropy.
/// </summary>
/// <param name="topK">Teacher logits kept per row; null keeps all.</param>
public sealed class SoftCrossEntropy(int? topK = null) : IObjective
{
    private readonly TeacherDistribution teacher = new(1, topK);

    /// <inheritdoc/>
    public string Name => "soft-cross-entropy";

    /// <inheritdoc/>
    public bool NeedsTeacher => true;

    /// <inheritdoc/>
    public LossParts Compute(LossInput input)
    {
        var p = teacher.Probabilities(input);
        var ce = Rows.Mean(Rows.CrossEntropy(p, functional.log_softmax(input.Logits, -1)), input);
        return new LossParts(ce, DistillationParts.Of(ce, p, input));
    }
}
