namespace LsKd.Core.Studies.Statistics;

/// <summary>Spearman's rank correlation.</summary>
public static class RankCorrelation
{
    /// <summary>Up to this many pairs the p value is exact, from all n! orders.</summary>
    public const int ExactPairs = 8;

    /// <summary>Spearman's rho with mean ranks for ties; null for fewer than three pairs or where a side is constant.</summary>
    /// <exception cref="ArgumentException">The two sides differ in length.</exception>
    public static double? Spearman(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        if (x.Count != y.Count)
            throw new ArgumentException($"{x.Count} and {y.Count} values do not pair.");
        return x.Count < 3 ? null : Pearson(Ranks(x), Ranks(y));
    }

    /// <summary>
    /// Two-sided p of no association: exact over all orders up to <see cref="ExactPairs"/> pairs, else by the t approximation.
    /// </summary>
    public static double? PValue(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        if (Spearman(x, y) is not { } rho)
            return null;
        return x.Count <= ExactPairs ? Exact(Ranks(x), Ranks(y), Math.Abs(rho)) : Approximate(rho, x.Count);
    }

    /// <summary>Least-squares slope of y over x; null where x is constant or fewer than two points are given.</summary>
    public static double? Slope(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        if (x.Count != y.Count || x.Count < 2)
            return null;
        double mx = x.Average(), my = y.Average();
        var spread = x.Sum(v => (v - mx) * (v - mx));
        return spread == 0 ? null : x.Zip(y, (a, b) => (a - mx) * (b - my)).Sum() / spread;
    }

    /// <summary>Ranks from 1, ties sharing their mean rank.</summary>
    public static double[] Ranks(IReadOnlyList<double> values)
    {
        var ranks = new double[values.Count];
        for (var i = 0; i < ranks.Length; i++)
            ranks[i] = 1 + values.Count(v => v < values[i]) + (values.Count(v => v == values[i]) - 1) / 2.0;
        return ranks;
    }

    private static double? Pearson(double[] x, double[] y)
    {
        double mx = x.Average(), my = y.Average();
        var sx = x.Sum(v => (v - mx) * (v - mx));
        var sy = y.Sum(v => (v - my) * (v - my));
        return sx == 0 || sy == 0 ? null : x.Zip(y, (a, b) => (a - mx) * (b - my)).Sum() / Math.Sqrt(sx * sy);
    }

    private static double Approximate(double rho, int n) =>
        Math.Abs(rho) >= 1 ? 0 : 2 * (1 - StudentT.Cdf(Math.Abs(rho) * Math.Sqrt((n - 2) / (1 - rho * rho)), n - 2));

    private static double Exact(double[] x, double[] y, double observed)
    {
        long extreme = 0, all = 0;
        Permute(0);
        return (double)extreme / all;

        void Permute(int from)
        {
            if (from == y.Length)
            {
                all++;
                if (Math.Abs(Pearson(x, y) ?? 0) >= observed - 1e-12)
                    extreme++;
                return;
            }
            for (var i = from; i < y.Length; i++)
            {
                (y[from], y[i]) = (y[i], y[from]);
                Permute(from + 1);
                (y[from], y[i]) = (y[i], y[from]);
            }
        }
    }
}
