using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace LsKd.Learning.Objectives;

/// <summary>
/// DIST (Huang et al. 2022): L = H(y, pS) + beta (1 - mean Pearson correlation of teacher and student over each sample's
/// probabilities) + gamma (1 - the same over each class's probabilities in the batch), at T = 1; beta = gamma = 1 in the authors' code.
/// </summary>
/// <param name="beta">Weight of the relation between classes.</param>
/// <param name="gamma">Weight of the relation within classes.</param>
public sealed class RelationalDistillation(double beta, double gamma) : IObjective
{
    private const double Epsilon = 1e-8;
    private readonly TeacherDistribution teacher = new(1, null);

    /// <inheritdoc/>
    public string Name => "dist";

    /// <inheritdoc/>
    public bool NeedsTeacher => true;

    /// <inheritdoc/>
    public LossParts Compute(LossInput input)
    {
        var p = teacher.Probabilities(input);
        var logQ = functional.log_softmax(input.Logits, -1);
        var q = logQ.exp();
        var between = 1 - Rows.Mean(Correlation(q, p, -1), input);
        var within = 1 - Correlation(Counted(q, input), Counted(p, input), 0).mean();
        var hard = Rows.Mean(Rows.HardCrossEntropy(input.Logits, input), input);
        var total = hard + between * beta + within * gamma;
        return new LossParts(total,
        [
            .. DistillationParts.Of(Rows.Mean(Rows.CrossEntropy(p, logQ), input), p, input),
            ("hard_ce", hard.detach()), ("dist_between", between.detach()), ("dist_within", within.detach()),
        ]);
    }

    // A correlation over the batch needs the rows that count alone.
    private static Tensor Counted(Tensor rows, LossInput input) => input.Counts is null ? rows : rows[input.Counts];

    private static Tensor Correlation(Tensor a, Tensor b, long dimension)
    {
        var x = a - a.mean([dimension], keepdim: true);
        var y = b - b.mean([dimension], keepdim: true);
        return (x * y).sum(dimension) / (Length(x, dimension) * Length(y, dimension) + Epsilon);
    }

    private static Tensor Length(Tensor x, long dimension) => ((x * x).sum(dimension) + Epsilon * Epsilon).sqrt();
}
