namespace LsKd.Core.Studies.Statistics;

/// <summary>Student's t distribution.</summary>
public static class StudentT
{
    /// <summary>P(X &lt;= <paramref name="t"/>) with <paramref name="degrees"/> degrees of freedom (above 0).</summary>
    public static double Cdf(double t, double degrees)
    {
        // Either half of the distribution in the form that keeps its digits.
        if (t * t < degrees)
            return 0.5 + Math.Sign(t) * 0.5 * IncompleteBeta(0.5, degrees / 2, t * t / (degrees + t * t));
        var tail = 0.5 * IncompleteBeta(degrees / 2, 0.5, degrees / (degrees + t * t));
        return t > 0 ? 1 - tail : tail;
    }

    /// <summary>The t below which a share <paramref name="p"/> in (0, 1) lies.</summary>
    public static double Quantile(double p, double degrees)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(p, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(p, 1);
        if (p < 0.5)
            return -Quantile(1 - p, degrees);
        double low = 0, high = 1;
        while (Cdf(high, degrees) < p)
            high *= 2;
        for (var i = 0; i < 200 && high - low > 1e-13 * high; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = Cdf(middle, degrees) < p ? (middle, high) : (low, middle);
        }
        return (low + high) / 2;
    }

    /// <summary>The regularised incomplete beta function I_x(a, b), x in [0, 1].</summary>
    public static double IncompleteBeta(double a, double b, double x)
    {
        if (x <= 0)
            return 0;
        if (x >= 1)
            return 1;
        var front = Math.Exp(LogGamma(a + b) - LogGamma(a) - LogGamma(b) + a * Math.Log(x) + b * Math.Log(1 - x));
        // The continued fraction converges fast on this side of the mean, and the symmetry covers the other.
        return x < (a + 1) / (a + b + 2)
            ? front * ContinuedFraction(a, b, x) / a
            : 1 - front * ContinuedFraction(b, a, 1 - x) / b;
    }

    private static double ContinuedFraction(double a, double b, double x)
    {
        const double tiny = 1e-300;
        double c = 1, d = Guard(1 - (a + b) * x / (a + 1)), h = d = 1 / d;
        for (var m = 1; m <= 500; m++)
        {
            h *= Step(m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)));
            var delta = Step(-(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)));
            h *= delta;
            if (Math.Abs(delta - 1) < 1e-15)
                break;
        }
        return h;

        double Step(double numerator)
        {
            d = 1 / Guard(1 + numerator * d);
            c = Guard(1 + numerator / c);
            return c * d;
        }

        static double Guard(double value) => Math.Abs(value) < tiny ? tiny : value;
    }

    /// <summary>Logarithm of the gamma function by Lanczos' approximation, for positive arguments.</summary>
    internal static double LogGamma(double x)
    {
        double[] g =
        [
            0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
            12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
        ];
        if (x < 0.5)
            return Math.Log(Math.PI / Math.Sin(Math.PI * x)) - LogGamma(1 - x);
        x -= 1;
        var sum = g[0];
        for (var i = 1; i < g.Length; i++)
            sum += g[i] / (x + i);
        var t = x + 7.5;
        return 0.5 * Math.Log(2 * Math.PI) + (x + 0.5) * Math.Log(t) - t + Math.Log(sum);
    }
}
