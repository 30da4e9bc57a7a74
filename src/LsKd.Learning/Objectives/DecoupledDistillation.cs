using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace LsKd.Learning.Objectives;

/// <summary>
/// Decoupled distillation (DKD, Zhao et al. 2022): L = H(y, pS) + T^2 (alpha TCKD + beta NCKD), batch means. TCKD is the KL
/// divergence of the pairs (p_label, 1 - p_label); NCKD is that of the distributions over the other classes alone. The authors use
/// alpha 1, beta 8, T 4 on CIFAR-100 and beta 0.5, T 1 on ImageNet; their warm-up of the weights is not part of this loss.
/// </summary>
/// <param name="temperature">T, above 0.</param>
/// <param name="alpha">Weight of the target-class part.</param>
/// <param name="beta">Weight of the non-target part.</param>
public sealed class DecoupledDistillation(double temperature, double alpha, double beta) : IObjective
{
    // The label's logit is pushed this far down, as in the authors' code, to leave it out of the softmax.
    private const double Exclusion = 1000;

    /// <inheritdoc/>
    public string Name => "dkd";

    /// <inheritdoc/>
    public bool NeedsTeacher => true;

    /// <inheritdoc/>
    public LossParts Compute(LossInput input)
    {
        var student = input.Logits / temperature;
        var teacher = TeacherDistribution.Logits(input) / temperature;
        var target = Rows.Mean(Rows.OverLabels(input, labels => TargetPart(student, teacher, Rows.Countable(labels, input))), input);
        var others = Rows.Mean(Rows.OverLabels(input, labels => OtherPart(student, teacher, Rows.Countable(labels, input))), input);
        var hard = Rows.Mean(Rows.HardCrossEntropy(input.Logits, input), input);
        var p = functional.softmax(teacher, -1);
        var ce = Rows.Mean(Rows.CrossEntropy(p, functional.log_softmax(student.detach(), -1)), input);
        return new LossParts(hard + (target * alpha + others * beta) * (temperature * temperature),
        [
            .. DistillationParts.Of(ce, p, input),
            ("hard_ce", hard.detach()), ("dkd_target", target.detach()), ("dkd_others", others.detach()),
        ]);
    }

    private static Tensor TargetPart(Tensor student, Tensor teacher, Tensor labels)
    {
        var (studentHit, studentMiss) = LogPair(student, labels);
        var (teacherHit, teacherMiss) = LogPair(teacher, labels);
        return teacherHit.exp() * (teacherHit - studentHit) + teacherMiss.exp() * (teacherMiss - studentMiss);
    }

    private static Tensor OtherPart(Tensor student, Tensor teacher, Tensor labels)
    {
        var mask = functional.one_hot(labels, student.shape[^1]).to(student.dtype) * Exclusion;
        var logQ = functional.log_softmax(student - mask, -1);
        var logP = functional.log_softmax(teacher - mask, -1);
        return (logP.exp() * (logP - logQ)).sum(-1);
    }

    // log p of the label and log (1 - p) by the sum over the other classes, which does not cancel where p is near 1.
    private static (Tensor Hit, Tensor Miss) LogPair(Tensor logits, Tensor labels)
    {
        var all = logits.logsumexp(-1);
        var index = labels.unsqueeze(-1);
        var hit = logits.gather(-1, index).squeeze(-1) - all;
        var others = logits.scatter(-1, index, full_like(index, double.NegativeInfinity, dtype: logits.dtype));
        return (hit, others.logsumexp(-1) - all);
    }
}
