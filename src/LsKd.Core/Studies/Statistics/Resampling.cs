namespace LsKd.Core.Studies.Statistics;

/// <summary>What can be said without a distribution: the bootstrap and the sign-flip test. Both are exact for few values.</summary>
public static class Resampling
{
    /// <summary>Up to this many values all n^n resamples are enumerated (6^6 = 46,656).</summary>
    public const int ExactBootstrap = 6;

    /// <summary>Up to this many values all 2^n sign patterns are enumerated.</summary>
    public const int ExactSignFlip = 16;

    private const int Draws = 10_000;

    /// <summary>
    /// Percentile bootstrap interval of the mean; null for fewer than two values. With very few seeds it is too narrow, which is
    /// why verdicts rest on the t interval.
    /// </summary>
    public static Interval? Bootstrap(IReadOnlyList<double> values, double level = 0.95, int seed = 0)
    {
        if (values.Count < 2)
            return null;
        var means = values.Count <= ExactBootstrap ? AllMeans(values) : DrawnMeans(values, seed);
        Array.Sort(means);
        return new(Percentile(means, (1 - level) / 2), Percentile(means, (1 + level) / 2));
    }

    /// <summary>
    /// Two-sided p of the sign-flip permutation test that the mean is 0: the share of sign patterns whose mean is at least as far from 0.
    /// Null for no values. Its smallest value is 2 / 2^n, so that below 6 values it cannot reach 0.05.
    /// </summary>
    public static double? SignFlip(IReadOnlyList<double> values, int seed = 0)
    {
        if (values.Count == 0)
            return null;
        var observed = Math.Abs(values.Sum()) * (1 - 1e-12);
        if (values.Count > ExactSignFlip)
            return DrawnSignFlip(values, observed, seed);
        var patterns = 1 << values.Count;
        var extreme = Enumerable.Range(0, patterns).Count(p => Math.Abs(Flipped(values, p)) >= observed);
        return (double)extreme / patterns;
    }

    private static double Flipped(IReadOnlyList<double> values, int pattern)
    {
        double sum = 0;
        for (var i = 0; i < values.Count; i++)
            sum += (pattern >> i & 1) == 1 ? -values[i] : values[i];
        return sum;
    }

    private static double DrawnSignFlip(IReadOnlyList<double> values, double observed, int seed)
    {
        var random = new Random(seed);
        var extreme = Enumerable.Range(0, Draws)
            .Count(_ => Math.Abs(values.Sum(v => random.Next(2) == 0 ? v : -v)) >= observed);
        return (extreme + 1.0) / (Draws + 1);
    }

    private static double[] AllMeans(IReadOnlyList<double> values)
    {
        var n = values.Count;
        var means = new double[(int)Math.Round(Math.Pow(n, n))];
        for (var code = 0; code < means.Length; code++)
        {
            double sum = 0;
            for (int i = 0, rest = code; i < n; i++, rest /= n)
                sum += values[rest % n];
            means[code] = sum / n;
        }
        return means;
    }

    private static double[] DrawnMeans(IReadOnlyList<double> values, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Draws)
            .Select(_ => Enumerable.Range(0, values.Count).Average(_ => values[random.Next(values.Count)]))];
    }

    private static double Percentile(double[] sorted, double share)
    {
        var position = share * (sorted.Length - 1);
        var below = (int)Math.Floor(position);
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
