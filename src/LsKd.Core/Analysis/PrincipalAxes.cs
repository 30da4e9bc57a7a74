namespace LsKd.Core.Analysis;

/// <summary>Mean and the two directions of largest variance of a set of vectors.</summary>
/// <param name="Mean">[d].</param>
/// <param name="First">[d], length 1.</param>
/// <param name="Second">[d], length 1, orthogonal to the first.</param>
/// <param name="ExplainedFirst">Share of the variance along the first axis, in [0, 1].</param>
/// <param name="ExplainedSecond">Share of the variance along the second axis.</param>
public sealed record PrincipalAxes(double[] Mean, double[] First, double[] Second, double ExplainedFirst, double ExplainedSecond)
{
    private const int MaxRounds = 60;

    /// <summary>
    /// Fits by subspace iteration from a fixed start. An axis' sign is chosen so that its largest component is positive.
    /// </summary>
    /// <param name="rows">n vectors of equal length d.</param>
    /// <returns>The axes, or null when fewer than three rows or less than two dimensions vary.</returns>
    public static PrincipalAxes? Fit(IReadOnlyList<double[]> rows)
    {
        if (rows.Count < 3 || rows[0].Length < 2)
            return null;
        var mean = MeanOf(rows);
        var centred = rows.Select(r => Subtract(r, mean)).ToList();
        var total = centred.Sum(r => Vectors.Dot(r, r));
        var basis = Start(mean.Length);
        for (var round = 0; round < MaxRounds; round++)
        {
            var next = basis.Select(axis => Scatter(centred, axis)).ToArray();
            if (!Orthonormalise(next, total))
                return null;
            var moved = basis.Zip(next, (old, now) => 1 - Math.Abs(Vectors.Dot(old, now))).Max();
            basis = next;
            if (moved < 1e-10)
                break;
        }
        var shares = basis.Select(axis => centred.Sum(r => Math.Pow(Vectors.Dot(r, axis), 2)) / total).ToArray();
        var (first, second) = shares[0] >= shares[1] ? (0, 1) : (1, 0);
        return new PrincipalAxes(mean, Signed(basis[first]), Signed(basis[second]), shares[first], shares[second]);
    }

    private static double[] MeanOf(IReadOnlyList<double[]> rows)
    {
        var mean = new double[rows[0].Length];
        foreach (var row in rows)
            Vectors.AddScaled(mean, 1.0 / rows.Count, row);
        return mean;
    }

    private static double[] Subtract(double[] row, double[] mean)
    {
        var difference = (double[])row.Clone();
        Vectors.AddScaled(difference, -1, mean);
        return difference;
    }

    private static double[][] Start(int length)
    {
        var random = new Random(20_19);
        return [.. Enumerable.Range(0, 2).Select(_ => Enumerable.Range(0, length).Select(_ => random.NextDouble() - 0.5).ToArray())];
    }

    private static double[] Scatter(List<double[]> centred, double[] axis)
    {
        var sum = new double[axis.Length];
        foreach (var row in centred)
            Vectors.AddScaled(sum, Vectors.Dot(row, axis), row);
        return sum;
    }

    private static bool Orthonormalise(double[][] axes, double scale)
    {
        if (!Vectors.Normalise(axes[0], 1e-12 * scale))
            return false;
        Vectors.AddScaled(axes[1], -Vectors.Dot(axes[0], axes[1]), axes[0]);
        return Vectors.Normalise(axes[1], 1e-12 * scale);
    }

    private static double[] Signed(double[] axis)
    {
        var largest = axis.MaxBy(Math.Abs);
        return largest < 0 ? [.. axis.Select(v => -v)] : axis;
    }
}
