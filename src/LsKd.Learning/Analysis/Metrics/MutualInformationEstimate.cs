namespace LsKd.Learning.Analysis.Metrics;

/// <summary>
/// Mueller et al. 2019, Sec. 4: how much a logit difference y tells of the sample x behind it, with x uniform over N samples and
/// y Gaussian around mu_x under random augmentation: I = (1/N) sum_x [ -(y_x - mu_x)^2 / (2 s^2)
/// - log((1/N) sum_x' exp(-(y_x - mu_x')^2 / (2 s^2))) ], in nats, from 0 to log N. Qualitative only: a public replication could not
/// reproduce the paper's curves from this formula.
/// </summary>
public static class MutualInformationEstimate
{
    /// <summary>Computes the estimate, averaged over every draw of y.</summary>
    /// <param name="draws">[N][L]: logit differences of N samples under L augmentations each.</param>
    /// <returns>The estimate; null where there are fewer than two samples or augmentation changes nothing.</returns>
    public static double? Of(IReadOnlyList<double[]> draws)
    {
        var means = draws.Select(y => y.Average()).ToArray();
        var variance = draws.Select((y, x) => y.Average(v => (v - means[x]) * (v - means[x]))).DefaultIfEmpty().Average();
        if (draws.Count < 2 || variance <= 1e-12 * Math.Max(1, means.Max(Math.Abs)))
            return null;
        var total = draws.Select((y, x) => y.Average(v => Information(v, means[x], means, variance))).Average();
        return Math.Max(0, total);
    }

    private static double Information(double y, double own, double[] means, double variance)
    {
        double Exponent(double mean) => -(y - mean) * (y - mean) / (2 * variance);
        var largest = means.Max(Exponent);
        var logSum = largest + Math.Log(means.Sum(m => Math.Exp(Exponent(m) - largest)) / means.Length);
        return Exponent(own) - logSum;
    }
}
