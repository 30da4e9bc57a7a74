using LsKd.Core.Studies.Statistics;

namespace LsKd.Core.Studies.Verdicts;

/// <summary>Turns values over seeds into outcomes. Never from one seed.</summary>
public static class Judge
{
    /// <summary>Beyond this many seeds in all, none are said to settle a claim.</summary>
    public const int MostSeeds = 1000;

    /// <summary>Judges one quantity by the 95% t interval of its mean.</summary>
    public static Judgement Of(Contrast contrast)
    {
        var sample = new Sample(contrast.Values);
        var interval = sample.TInterval();
        var outcome = Decide(sample, interval, contrast.Expected);
        var more = outcome == Outcome.Inconclusive ? MoreSeeds(sample, contrast.Expected) : null;
        return new()
        {
            Contrast = contrast,
            Outcome = outcome,
            Mean = sample.Count == 0 ? null : sample.Mean,
            Deviation = sample.Deviation,
            EffectSize = sample.EffectSize,
            Interval = interval,
            Bootstrap = Resampling.Bootstrap(contrast.Values),
            SignFlipP = sample.Count < 2 ? null : Resampling.SignFlip(contrast.Values),
            MoreSeeds = more,
            Sentence = Sentence(contrast, sample, interval, outcome, more),
        };
    }

    /// <summary>Judges a claim whose parts must all hold.</summary>
    public static Verdict All(IReadOnlyList<Contrast> contrasts)
    {
        Judgement[] parts = [.. contrasts.Select(Of)];
        var outcome = Combine(parts);
        var n = parts.Length == 0 ? 0 : parts.Min(p => p.N);
        var sentence = parts.Length == 0
            ? "No evidence yet: no run of this study has finished."
            : string.Join(' ', parts.Select(p => p.Sentence));
        return new(outcome, n, parts.Length > 1 ? $"Claim as a whole: {Format.Words(outcome)}. {sentence}" : sentence, parts);
    }

    /// <summary>Fewest seeds on which values that are all equal count as evidence: below, equality may be a coincidence of coarse values.</summary>
    public const int FewestEqual = 3;

    private static Outcome Combine(Judgement[] parts) =>
        parts.Length == 0 || parts.All(p => p.Outcome == Outcome.NoEvidence) ? Outcome.NoEvidence
        : parts.Any(p => p.Outcome == Outcome.NotSupported) ? Outcome.NotSupported
        : parts.All(p => p.Outcome == Outcome.Supported) ? Outcome.Supported
        : Outcome.Inconclusive;

    private static Outcome Decide(Sample sample, Interval? interval, Expectation expected)
    {
        if (sample.Count == 0)
            return Outcome.NoEvidence;
        if (interval is null || HasNoSpread(sample))
            return Outcome.Inconclusive;
        var (low, high) = expected.Up ? (interval.Low, interval.High) : (-interval.High, -interval.Low);
        if (low > -expected.Margin)
            return Outcome.Supported;
        var negligible = low > -expected.Negligible && high < expected.Negligible;
        return high < -expected.Margin || negligible ? Outcome.NotSupported : Outcome.Inconclusive;
    }

    private static int? MoreSeeds(Sample sample, Expectation expected)
    {
        if (sample.Deviation is not { } deviation)
            return null;
        var distance = Math.Abs(sample.Mean - expected.Boundary);
        for (var n = sample.Count + 1; n <= MostSeeds; n++)
            if (StudentT.Quantile(0.975, n - 1) * deviation / Math.Sqrt(n) < distance)
                return n - sample.Count;
        return null;
    }

    private static string Sentence(Contrast contrast, Sample sample, Interval? interval, Outcome outcome, int? more)
    {
        if (outcome == Outcome.NoEvidence)
            return $"{contrast.Name}: no evidence yet.";
        var mean = Format.Number(sample.Mean, contrast.Unit, interval);
        var claim = $"the claim says {contrast.Expected.Text(contrast.Unit)}";
        if (interval is null)
            return $"{contrast.Name}: {mean} on one seed ({claim}); one seed gives no verdict.";
        var head = $"{contrast.Name}: {mean} on average over {sample.Count} seeds, 95% t interval " +
            $"{Format.Range(interval, contrast.Unit)}; {claim}: {Format.Words(outcome)}.";
        if (HasNoSpread(sample))
            head += $" {sample.Count} equal values have no spread to judge by; at least {FewestEqual} are needed.";
        return outcome == Outcome.Inconclusive ? $"{head} {Outlook(more)}" : head;
    }

    private static bool HasNoSpread(Sample sample) => sample.Deviation == 0 && sample.Count < FewestEqual;

    private static string Outlook(int? more) => more is { } m
        ? $"About {m} more seed{(m == 1 ? "" : "s")} would settle it if mean and spread stay as they are."
        : $"Not even {MostSeeds} seeds would settle it if mean and spread stay as they are.";
}
