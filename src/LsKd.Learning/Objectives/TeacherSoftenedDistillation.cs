using static TorchSharp.torch.nn;

namespace LsKd.Learning.Objectives;

/// <summary>
/// L = (1 - beta) H(y, pS) + beta H(pT(T), pS): the teacher alone is softened, the student's softmax stays at T = 1, and there is
/// no factor T^2 (Mueller et al. 2019, Sec. 4; beta = 1 in its CIFAR experiments).
/// </summary>
/// <param name="temperature">T of the teacher, above 0.</param>
/// <param name="softWeight">beta, in [0, 1].</param>
/// <param name="topK">Teacher logits kept per row; null keeps all.</param>
public sealed class TeacherSoftenedDistillation(double temperature, double softWeight, int? topK = null) : IObjective
{
    private readonly TeacherDistribution teacher = new(temperature, topK);

    /// <inheritdoc/>
    public string Name => "kd-teacher-softened";

    /// <inheritdoc/>
    public bool NeedsTeacher => true;

    /// <inheritdoc/>
    public LossParts Compute(LossInput input)
    {
        var p = teacher.Probabilities(input);
        var ce = Rows.Mean(Rows.CrossEntropy(p, functional.log_softmax(input.Logits, -1)), input);
        return HardLabelMix.Combine(ce, softWeight, input, DistillationParts.Of(ce, p, input));
    }
}
