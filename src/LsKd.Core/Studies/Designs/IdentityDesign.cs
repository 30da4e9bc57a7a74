using LsKd.Core.Specs;
using LsKd.Core.Studies.Catalog;
using LsKd.Core.Studies.Evidence;
using LsKd.Core.Studies.Plans;
using LsKd.Core.Studies.Reports;
using LsKd.Core.Studies.Verdicts;

namespace LsKd.Core.Studies.Designs;

/// <summary>The same target as smoothing and as a teacher. A property of the loss, computed and not trained.</summary>
public sealed class IdentityDesign : IStudyDesign
{
    private const int Draws = 1000, Classes = 10;

    /// <inheritdoc/>
    public string Name => StudyNames.Identity;

    /// <inheritdoc/>
    public EvidenceParts Needs => EvidenceParts.None;

    /// <inheritdoc/>
    public void Plan(PlanBuilder plan)
    {
        // Nothing is trained.
    }

    /// <inheritdoc/>
    public StudyFindings Judge(StudyEvidence evidence)
    {
        double[] factors = evidence.Plan.Spec.Smoothings.Count > 0 ? [.. evidence.Plan.Spec.Smoothings] : [0, 0.1, 0.3, 0.5];
        LossIdentity.Check[] checks = [.. factors.Where(a => a > 0).Select(a => LossIdentity.Compare(a, Classes, Draws))];
        var worst = checks.Max(c => c.LargestGradientDifference);
        var holds = worst < 1e-12;
        return new()
        {
            Verdict = new(holds ? Outcome.Supported : Outcome.NotSupported, Draws, Sentence(worst, holds), []),
            Tables = [Table(checks)],
            Figures = [LogisticLoss(factors)],
            Remarks = StudyCatalog.Get(Name).Remarks,
        };
    }

    private static string Sentence(double worst, bool holds) => FormattableString.Invariant(
        $"Over {Draws:N0} random logits of {Classes} classes the two gradients differ by at most {worst:0.0e+0}: {(holds ? "supported" : "not supported")}. This is computed in double precision, not sampled from training.");

    private static StudyTable Table(LossIdentity.Check[] checks) => new(
        "The same target as smoothing and as a teacher",
        ["smoothing", "largest gradient difference", "largest loss difference", "loss - KL (the target's entropy)"],
        [.. checks.Select(c => (IReadOnlyList<string>)
        [
            FormattableString.Invariant($"{c.Smoothing}"), FormattableString.Invariant($"{c.LargestGradientDifference:0.0e+0}"),
            FormattableString.Invariant($"{c.LargestLossDifference:0.0e+0}"), FormattableString.Invariant($"{c.TargetEntropy:0.0000}"),
        ])],
        "The teacher's logits are the logarithm of the smoothed label; distillation at T = 1 without hard labels.");

    private static StudyFigure LogisticLoss(double[] factors)
    {
        double[] z = [.. Enumerable.Range(0, 121).Select(i => -6 + i / 10.0)];
        return new()
        {
            Title = "Logistic loss of two classes", Kind = FigureKind.Lines, X = "logit z of the labelled class against the other", Y = "loss, nats",
            Series = [.. factors.Select(a => new FigureSeries(
                FormattableString.Invariant($"smoothing {a}"), z, [.. z.Select(x => LossIdentity.Logistic(x, a))]) { Dashed = a == 0 })],
            Caption = "(1 - a) softplus(-z) + a softplus(z), two classes, Shen's convention; the minimum lies at z = log((1 - a) / a).",
        };
    }
}
