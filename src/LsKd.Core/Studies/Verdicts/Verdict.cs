using LsKd.Core.Studies.Statistics;

namespace LsKd.Core.Studies.Verdicts;

/// <summary>What the evidence says of a claim.</summary>
public enum Outcome
{
    /// <summary>Nothing has been measured yet.</summary>
    NoEvidence,

    /// <summary>The interval leaves room for the claim and against it, or one seed alone is there.</summary>
    Inconclusive,

    /// <summary>The whole interval lies where the claim says.</summary>
    Supported,

    /// <summary>The whole interval lies where the claim says it does not, or any effect is negligible.</summary>
    NotSupported,
}

/// <summary>What a claim says of the mean of a quantity.</summary>
/// <param name="Up">Whether the quantity should be large (else small).</param>
/// <param name="Margin">
/// 0 for a strict claim (above 0, or below 0). A positive margin states "not worse by more than the margin".
/// </param>
/// <param name="Negligible">Effects smaller than this, in the quantity's unit, count as none; 0 where no size is named.</param>
public sealed record Expectation(bool Up, double Margin = 0, double Negligible = 0)
{
    /// <summary>The value that divides claim from contradiction.</summary>
    public double Boundary => Up ? -Margin : Margin;

    /// <summary>The claim in words.</summary>
    public string Text(string unit) => Margin > 0
        ? $"not {(Up ? "below" : "above")} {Format.Number(Boundary, unit)}"
        : Up ? "above 0" : "below 0";
}

/// <summary>A quantity that a claim is about, one value a seed.</summary>
/// <param name="Name">What it is, for people.</param>
/// <param name="Unit">Unit for display: <c>points</c> (values are rates, shown times 100) or empty.</param>
/// <param name="Expected">What the claim says of its mean.</param>
/// <param name="Seeds">Seed of each value.</param>
/// <param name="Values">The values; for two conditions the difference second - first of the same seed.</param>
public sealed record Contrast(
    string Name, string Unit, Expectation Expected, IReadOnlyList<int> Seeds, IReadOnlyList<double> Values);

/// <summary>A contrast judged.</summary>
public sealed record Judgement
{
    /// <summary>What was judged.</summary>
    public required Contrast Contrast { get; init; }

    /// <summary>The outcome.</summary>
    public required Outcome Outcome { get; init; }

    /// <summary>Number of seeds.</summary>
    public int N => Contrast.Values.Count;

    /// <summary>Mean over seeds, or null without any.</summary>
    public double? Mean { get; init; }

    /// <summary>Standard deviation over seeds, or null below two.</summary>
    public double? Deviation { get; init; }

    /// <summary>Cohen's d of the paired differences, or null.</summary>
    public double? EffectSize { get; init; }

    /// <summary>95% t interval of the mean, on which the outcome rests.</summary>
    public Interval? Interval { get; init; }

    /// <summary>95% percentile bootstrap interval, beside it.</summary>
    public Interval? Bootstrap { get; init; }

    /// <summary>Exact sign-flip p value, beside it.</summary>
    public double? SignFlipP { get; init; }

    /// <summary>How many more seeds would settle it if mean and spread stayed as they are; null when settled or beyond reach.</summary>
    public int? MoreSeeds { get; init; }

    /// <summary>The outcome in a sentence.</summary>
    public required string Sentence { get; init; }
}

/// <summary>A study's claim judged over all the quantities that must hold together.</summary>
/// <param name="Outcome">Supported if every part is; not supported if any part is not; else inconclusive.</param>
/// <param name="N">The fewest seeds among the parts.</param>
/// <param name="Sentence">The outcome in a sentence.</param>
/// <param name="Parts">The parts; the first is the main one.</param>
public sealed record Verdict(Outcome Outcome, int N, string Sentence, IReadOnlyList<Judgement> Parts)
{
    /// <summary>How many more seeds would settle it; null when settled or beyond reach.</summary>
    public int? MoreSeeds => Parts.Any(p => p.Outcome is Outcome.Inconclusive && p.MoreSeeds is null)
        ? null
        : Parts.Max(p => p.MoreSeeds);
}
