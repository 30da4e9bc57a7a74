namespace LsKd.Core.Analysis;

/// <summary>
/// The plane through three class templates (Mueller et al. 2019, Sec. 2): u1 = unit(w_b - w_a), u2 = unit of (w_c - w_a) made
/// orthogonal to u1. Coordinates are not centred, so the scale means something.
/// </summary>
public sealed class PlaneProjection : IProjection
{
    private readonly double[] first, second;

    private PlaneProjection(double[] first, double[] second) => (this.first, this.second) = (first, second);

    /// <summary>The first basis vector, of length 1.</summary>
    public IReadOnlyList<double> First => first;

    /// <summary>The second basis vector, of length 1 and orthogonal to the first.</summary>
    public IReadOnlyList<double> Second => second;

    /// <summary>Builds the plane.</summary>
    /// <param name="a">Template of the first class, [D] (with the bias appended for the variant with bias).</param>
    /// <param name="b">Template of the second class.</param>
    /// <param name="c">Template of the third class.</param>
    /// <returns>The plane, or null when the templates lie on a line and span none.</returns>
    public static PlaneProjection? Through(ReadOnlySpan<double> a, ReadOnlySpan<double> b, ReadOnlySpan<double> c)
    {
        var u = Difference(b, a);
        var v = Difference(c, a);
        var scale = Math.Max(Norm(u), Norm(v));
        if (!Normalise(u, scale))
            return null;
        var along = Dot(u, v);
        for (var i = 0; i < v.Length; i++)
            v[i] -= along * u[i];
        return Normalise(v, scale) ? new PlaneProjection(u, v) : null;
    }

    /// <summary>Projects a feature vector [D].</summary>
    public (double X, double Y) Project(ReadOnlySpan<float> features)
    {
        double x = 0, y = 0;
        for (var i = 0; i < features.Length; i++)
        {
            x += first[i] * features[i];
            y += second[i] * features[i];
        }
        // A basis with bias has one coordinate more: the features' appended 1.
        return first.Length == features.Length + 1 ? (x + first[^1], y + second[^1]) : (x, y);
    }

    /// <summary>Projects a feature vector [D].</summary>
    public (double X, double Y) Project(ReadOnlySpan<double> features)
    {
        double x = 0, y = 0;
        for (var i = 0; i < features.Length; i++)
        {
            x += first[i] * features[i];
            y += second[i] * features[i];
        }
        return first.Length == features.Length + 1 ? (x + first[^1], y + second[^1]) : (x, y);
    }

    private static double[] Difference(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var d = new double[x.Length];
        for (var i = 0; i < d.Length; i++)
            d[i] = x[i] - y[i];
        return d;
    }

    private static double Dot(double[] x, double[] y)
    {
        double sum = 0;
        for (var i = 0; i < x.Length; i++)
            sum += x[i] * y[i];
        return sum;
    }

    private static double Norm(double[] x) => Math.Sqrt(Dot(x, x));

    private static bool Normalise(double[] x, double scale)
    {
        var norm = Norm(x);
        if (norm <= 1e-9 * scale || norm == 0)
            return false;
        for (var i = 0; i < x.Length; i++)
            x[i] /= norm;
        return true;
    }
}
