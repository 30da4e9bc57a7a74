namespace LsKd.Core.Studies.Statistics;

/// <summary>An interval, both ends included.</summary>
public sealed record Interval(double Low, double High)
{
    /// <summary>Whether a value lies in it.</summary>
    public bool Contains(double value) => value >= Low && value <= High;
}

/// <summary>Numbers, one a seed, and what is said of them.</summary>
public sealed record Sample(IReadOnlyList<double> Values)
{
    /// <summary>How many.</summary>
    public int Count => Values.Count;

    /// <summary>Arithmetic mean; NaN when empty.</summary>
    public double Mean => Count == 0 ? double.NaN : Values.Average();

    /// <summary>Standard deviation with n - 1; nil where the values differ by no more than rounding; null for fewer than two values.</summary>
    public double? Deviation =>
        Count < 2 ? null : IsFlat ? 0 : Math.Sqrt(Values.Sum(v => (v - Mean) * (v - Mean)) / (Count - 1));

    private bool IsFlat => Count > 1 && Values.Max() - Values.Min() <= 1e-12 * Values.Max(Math.Abs);

    /// <summary>
    /// Effect size: mean over standard deviation (Cohen's d of paired differences); null where the spread is nil or unknown.
    /// </summary>
    public double? EffectSize => Deviation is > 0 and var d ? Mean / d : null;

    /// <summary>Two-sided t interval of the mean; null for fewer than two values.</summary>
    public Interval? TInterval(double level = 0.95)
    {
        if (Deviation is not { } deviation)
            return null;
        var half = StudentT.Quantile((1 + level) / 2, Count - 1) * deviation / Math.Sqrt(Count);
        return new(Mean - half, Mean + half);
    }
}
