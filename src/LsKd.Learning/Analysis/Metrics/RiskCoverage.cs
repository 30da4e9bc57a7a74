namespace LsKd.Learning.Analysis.Metrics;

/// <summary>Selective classification by the largest probability (Xia et al. 2025).</summary>
public static class RiskCoverage
{
    /// <summary>
    /// Largest share of samples that a confidence threshold can accept with an error rate among them of at most
    /// <paramref name="risk"/>; samples of equal confidence are accepted together. 0 where no threshold does it.
    /// </summary>
    public static double CoverageAt(double risk, ReadOnlySpan<double> confidences, ReadOnlySpan<bool> correct) =>
        CoverageAt([risk], confidences, correct)[0][1];

    /// <summary>Rows [risk, coverage].</summary>
    public static IReadOnlyList<IReadOnlyList<double>> CoverageAt(
        IReadOnlyList<double> risks, ReadOnlySpan<double> confidences, ReadOnlySpan<bool> correct)
    {
        var keys = confidences.ToArray();
        var values = correct.ToArray();
        Array.Sort(keys, values);
        var best = new int[risks.Count];
        for (int i = keys.Length - 1, errors = 0; i >= 0; i--)
        {
            errors += values[i] ? 0 : 1;
            if (i == 0 || keys[i - 1] < keys[i])
                Accept(keys.Length - i, errors, risks, best);
        }
        return [.. risks.Zip(best, (r, b) => (IReadOnlyList<double>)[r, b / (double)keys.Length])];
    }

    private static void Accept(int accepted, int errors, IReadOnlyList<double> risks, int[] best)
    {
        for (var r = 0; r < best.Length; r++)
            if (errors <= risks[r] * accepted)
                best[r] = accepted;
    }
}
