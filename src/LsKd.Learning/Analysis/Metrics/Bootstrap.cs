namespace LsKd.Learning.Analysis.Metrics;

/// <summary>Percentile bootstrap over samples.</summary>
public static class Bootstrap
{
    /// <summary>
    /// 95% intervals of several statistics over the same resamples.
    /// </summary>
    /// <param name="samples">Number of samples.</param>
    /// <param name="resamples">Number of resamples, each of as many samples drawn with replacement.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <param name="statistics">Gives the statistics of a resample, given by its sample indices; always the same number of them.</param>
    /// <returns>Low and high, by statistic.</returns>
    public static (double Low, double High)[] Intervals(
        int samples, int resamples, int seed, Func<int[], double[]> statistics)
    {
        var values = new double[resamples][];
        Parallel.For(0, resamples, () => new int[samples], (r, _, indices) =>
        {
            var random = new Random(HashCode(seed, r));
            for (var i = 0; i < samples; i++)
                indices[i] = random.Next(samples);
            values[r] = statistics(indices);
            return indices;
        }, _ => { });
        return [.. Enumerable.Range(0, values[0].Length).Select(s => Percentiles([.. values.Select(v => v[s])]))];
    }

    private static (double Low, double High) Percentiles(double[] values)
    {
        Array.Sort(values);
        return (At(values, 0.025), At(values, 0.975));
    }

    private static double At(double[] sorted, double share)
    {
        var position = share * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }

    // System.HashCode differs from process to process.
    private static int HashCode(int seed, int index) => unchecked(seed * 1_000_003 + index * 7919 + 17);
}
