using System.Numerics;

namespace LsKd.Core.Analysis;

/// <summary>The few operations on vectors that projections need.</summary>
internal static class Vectors
{
    /// <summary>Scalar product.</summary>
    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var (sum, i) = (Vector<double>.Zero, 0);
        for (; i <= x.Length - Vector<double>.Count; i += Vector<double>.Count)
            sum += new Vector<double>(x[i..]) * new Vector<double>(y[i..]);
        var total = Vector.Sum(sum);
        for (; i < x.Length; i++)
            total += x[i] * y[i];
        return total;
    }

    /// <summary>x += factor * y.</summary>
    public static void AddScaled(double[] x, double factor, double[] y)
    {
        for (var i = 0; i < x.Length; i++)
            x[i] += factor * y[i];
    }

    /// <summary>Brings a vector to length 1; false, and unchanged, where it is no longer than <paramref name="least"/>.</summary>
    public static bool Normalise(double[] x, double least)
    {
        var norm = Math.Sqrt(Dot(x, x));
        if (norm <= least || norm == 0)
            return false;
        for (var i = 0; i < x.Length; i++)
            x[i] /= norm;
        return true;
    }
}
