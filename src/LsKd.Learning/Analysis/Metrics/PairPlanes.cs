using LsKd.Core.Analysis;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Analysis.Metrics;

/// <summary>
/// Distance of two class centres (Shen et al. 2021 mark it D_c and give no formula; this one is ours: Euclidean distance of the
/// class means), in feature space and in the plane through the two templates and a third, raw and over the mean of the two
/// classes' mean distance to their own centre. Many pairs at once, streaming once the class means are known.
/// </summary>
internal sealed class PairPlanes : IDisposable
{
    private readonly IReadOnlyList<PairWithPlane> pairs;
    private readonly double[,] means;
    private readonly Tensor basis;
    private readonly double[] first, second, centres;
    private readonly ILookup<long, int> pairsOf;

    /// <param name="pairs">The pairs, each with its plane or null where its templates span none.</param>
    /// <param name="classMeans">[K, D], float64.</param>
    public PairPlanes(IReadOnlyList<PairWithPlane> pairs, Tensor classMeans)
    {
        this.pairs = pairs;
        (first, second) = (new double[pairs.Count], new double[pairs.Count]);
        basis = Stack(pairs, classMeans.shape[1]).DetachFromDisposeScope();
        using var scope = NewDisposeScope();
        centres = [.. pairs.Select(p => (classMeans[p.First] - classMeans[p.Second]).norm().ToDouble())];
        means = Rows(classMeans.matmul(basis));
        pairsOf = pairs.SelectMany((p, i) => new[] { (Class: (long)p.First, i), (Class: (long)p.Second, i) })
            .ToLookup(e => e.Class, e => e.i);
    }

    /// <summary>Adds features [B, D].</summary>
    public void Add(Tensor features, ReadOnlySpan<long> labels)
    {
        if (pairs.Count == 0)
            return;
        var rows = Rows(features.matmul(basis.to(features.dtype)));
        for (var i = 0; i < labels.Length; i++)
            foreach (var pair in pairsOf[labels[i]])
                (labels[i] == pairs[pair].First ? first : second)[pair] += Distance(rows, i, (int)labels[i], pair);
    }

    /// <summary>The distances by pair, given samples and mean radii by class; null where one of the classes is absent.</summary>
    public CenterDistanceValues? Value(int pair, IReadOnlyList<int> counts, IReadOnlyList<double> radii)
    {
        var (a, b) = (pairs[pair].First, pairs[pair].Second);
        if (counts[a] == 0 || counts[b] == 0)
            return null;
        var radius = (radii[a] + radii[b]) / 2;
        if (pairs[pair].Plane is null)
            return new(centres[pair], Over(centres[pair], radius), null, null);
        var plane = Hypot(means[a, 2 * pair] - means[b, 2 * pair], means[a, 2 * pair + 1] - means[b, 2 * pair + 1]);
        var planeRadius = (first[pair] / counts[a] + second[pair] / counts[b]) / 2;
        return new(centres[pair], Over(centres[pair], radius), plane, Over(plane, planeRadius));
    }

    /// <inheritdoc/>
    public void Dispose() => basis.Dispose();

    private double Distance(double[,] rows, int row, int label, int pair) =>
        Hypot(rows[row, 2 * pair] - means[label, 2 * pair], rows[row, 2 * pair + 1] - means[label, 2 * pair + 1]);

    private static double Hypot(double x, double y) => Math.Sqrt(x * x + y * y);

    private static double? Over(double distance, double radius) => radius > 0 ? distance / radius : null;

    private static Tensor Stack(IReadOnlyList<PairWithPlane> pairs, long dimension)
    {
        var columns = new double[dimension, 2 * pairs.Count];
        for (var p = 0; p < pairs.Count; p++)
            if (pairs[p].Plane is { } plane)
                for (var d = 0; d < dimension; d++)
                    (columns[d, 2 * p], columns[d, 2 * p + 1]) = (plane.First[d], plane.Second[d]);
        return tensor(columns, ScalarType.Float64);
    }

    private static double[,] Rows(Tensor matrix) => (double[,])matrix.to(ScalarType.Float64).data<double>().ToNDArray();
}

/// <summary>Two classes and the plane in which their distance is taken.</summary>
internal sealed record PairWithPlane(int First, int Second, PlaneProjection? Plane);
