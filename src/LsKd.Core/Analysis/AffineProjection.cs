namespace LsKd.Core.Analysis;

/// <summary>Two directions and an origin. With one component more than the features have, the directions include a part for a constant 1.</summary>
public sealed class AffineProjection : IProjection
{
    private readonly double[] first, second;
    private readonly double originX, originY;

    private AffineProjection(double[] first, double[] second, double originX, double originY) =>
        (this.first, this.second, this.originX, this.originY) = (first, second, originX, originY);

    /// <summary>What the reader must know about the fit.</summary>
    public string Note { get; private init; } = "";

    /// <summary>
    /// The span of three templates reduced to two principal axes fitted on training samples. The fit is reused for other splits.
    /// </summary>
    /// <param name="templates">Three templates with bias, [D + 1] each.</param>
    /// <param name="training">Training features of the three classes, [D] each.</param>
    /// <returns>The map, or null when the templates do not span three dimensions or the samples do not vary in two.</returns>
    public static AffineProjection? SpanPca(IReadOnlyList<double[]> templates, IReadOnlyList<float[]> training)
    {
        if (Orthonormal(templates) is not { } basis)
            return null;
        var coordinates = training.Select(f => basis.Select(b => WithOne(b, f)).ToArray()).ToList();
        if (PrincipalAxes.Fit(coordinates) is not { } axes)
            return null;
        return new AffineProjection(
            Combine(basis, axes.First), Combine(basis, axes.Second), Vectors.Dot(axes.First, axes.Mean), Vectors.Dot(axes.Second, axes.Mean))
        {
            Note = $"PCA fitted on {training.Count} training samples of the three classes; its axes hold {axes.ExplainedFirst:P0} and {axes.ExplainedSecond:P0} of the variance in the span.",
        };
    }

    /// <summary>Two principal axes of the features themselves.</summary>
    /// <param name="training">Training features, [D] each.</param>
    /// <returns>The map, or null when the samples do not vary in two dimensions.</returns>
    public static AffineProjection? AllClassPca(IReadOnlyList<float[]> training)
    {
        if (PrincipalAxes.Fit([.. training.Select(f => Array.ConvertAll(f, v => (double)v))]) is not { } axes)
            return null;
        return new AffineProjection(axes.First, axes.Second, Vectors.Dot(axes.First, axes.Mean), Vectors.Dot(axes.Second, axes.Mean))
        {
            Note = $"PCA fitted on {training.Count} training samples of all classes; its axes hold {axes.ExplainedFirst:P0} and {axes.ExplainedSecond:P0} of the variance.",
        };
    }

    /// <inheritdoc/>
    public (double X, double Y) Project(ReadOnlySpan<float> features) =>
        (WithOne(first, features) - originX, WithOne(second, features) - originY);

    /// <inheritdoc/>
    public (double X, double Y) Project(ReadOnlySpan<double> features)
    {
        var n = Math.Min(features.Length, first.Length);
        var one = first.Length == features.Length + 1;
        return (Vectors.Dot(first.AsSpan(0, n), features[..n]) + (one ? first[^1] : 0) - originX,
            Vectors.Dot(second.AsSpan(0, n), features[..n]) + (one ? second[^1] : 0) - originY);
    }

    private static double WithOne(double[] axis, ReadOnlySpan<float> features)
    {
        double sum = axis.Length == features.Length + 1 ? axis[^1] : 0;
        for (var i = 0; i < features.Length; i++)
            sum += axis[i] * features[i];
        return sum;
    }

    private static double[] Combine(double[][] basis, double[] weights)
    {
        var sum = new double[basis[0].Length];
        for (var i = 0; i < basis.Length; i++)
            Vectors.AddScaled(sum, weights[i], basis[i]);
        return sum;
    }

    private static double[][]? Orthonormal(IReadOnlyList<double[]> vectors)
    {
        var basis = new List<double[]>();
        foreach (var vector in vectors)
        {
            var rest = (double[])vector.Clone();
            foreach (var axis in basis)
                Vectors.AddScaled(rest, -Vectors.Dot(axis, rest), axis);
            if (!Vectors.Normalise(rest, 1e-9 * Math.Sqrt(Vectors.Dot(vector, vector))))
                return null;
            basis.Add(rest);
        }
        return [.. basis];
    }
}
