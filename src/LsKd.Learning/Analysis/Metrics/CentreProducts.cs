using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Analysis.Metrics;

/// <summary>
/// Two measures of neural collapse that share the product of features and class means. NC1 = trace(Sw pinv(Sb)) / K (Papyan et al.
/// 2020, as coded by Zhu et al. 2021), without ever forming Sw: with Sb = V diag(l) V^T, the trace is the mean squared length of the
/// centred features in the basis V diag(l)^(-1/2). And the share of samples whose prediction differs from the class of the nearest
/// mean (NC4). Streams once the class means are known.
/// </summary>
internal sealed class CentreProducts : IDisposable
{
    private const double MachineEpsilon = 2.220446049250313e-16;

    /// <summary>Below this ratio of the eigenvalues of Sb, the shared product is too coarse in single precision for NC1.</summary>
    private const double CoarseBelow = 1e-4;

    private readonly Tensor origin, centres, distances;
    private readonly Tensor? basis, ownProducts;
    private readonly int present;
    private double sum;
    private int count, mismatches;

    /// <param name="classes">Class means and their mean over all samples.</param>
    /// <param name="type">Type of the features to come.</param>
    public CentreProducts(ClassStatistics classes, ScalarType type)
    {
        using var scope = NewDisposeScope();
        present = classes.Present.Length;
        var all = classes.FeatureMeans - classes.Origin;
        var absent = tensor(classes.Counts.Select(n => n == 0 ? double.PositiveInfinity : 0).ToArray());
        origin = Keep(classes.Origin, type);
        centres = Keep(all.t().contiguous(), type);
        distances = Keep(all.square().sum(1) + absent, type);
        var (values, vectors) = Spectrum(classes.CentredMeans());
        if (values.shape[0] == 0)
            return;
        var wide = all.shape[1] > present;
        var shares = wide && values[0].ToDouble() >= CoarseBelow * values[-1].ToDouble();
        basis = Keep(shares ? Spread(vectors / (values * Math.Sqrt(present)), classes) : Whitening(classes.CentredMeans(), values, vectors, wide), type);
        ownProducts = shares ? Keep(all.matmul(all.t()), type) : null;
    }

    /// <summary>Adds features [B, D], the same centred on their class means, and their labels and predictions.</summary>
    public void Add(Tensor features, Tensor centred, Tensor labels, ReadOnlySpan<long> predictions)
    {
        var products = (features - origin).matmul(centres);
        var nearest = (distances - 2 * products).argmin(1).data<long>().ToArray();
        for (var i = 0; i < nearest.Length; i++)
            mismatches += nearest[i] == predictions[i] ? 0 : 1;
        count += nearest.Length;
        if (basis is null)
            return;
        var rows = ownProducts is null ? centred : products - ownProducts.index_select(0, labels);
        sum += rows.matmul(basis).square().sum(ScalarType.Float64).ToDouble();
    }

    /// <summary>NC1 over the classes that have samples; null where their means coincide.</summary>
    public double? Nc1() => basis is null ? null : sum / count / present;

    /// <summary>Share of samples whose prediction is not the class of the nearest mean.</summary>
    public double Mismatch() => mismatches / (double)count;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in (Tensor?[])[origin, centres, distances, basis, ownProducts])
            tensor?.Dispose();
    }

    private static Tensor Keep(Tensor values, ScalarType type) => values.to(type, copy: true).DetachFromDisposeScope();

    /// <summary>Eigenvalues of Sb that are not zero, upwards, with eigenvectors of Sb or of the Gram matrix, whichever is smaller.</summary>
    private static (Tensor Values, Tensor Vectors) Spectrum(Tensor centred)
    {
        var (classes, dimension) = (centred.shape[0], centred.shape[1]);
        var product = dimension > classes ? centred.matmul(centred.t()) : centred.t().matmul(centred);
        var (values, vectors) = linalg.eigh(product / classes);
        var lengths = values.data<double>().ToArray();
        var floor = lengths[^1] * Math.Max(classes, dimension) * MachineEpsilon;
        var rank = lengths.Count(l => l > floor && l > 0);
        return (values.narrow(0, lengths.Length - rank, rank), vectors.narrow(1, lengths.Length - rank, rank));
    }

    // A Gram eigenvector u gives v = H^T u / sqrt(C l).
    private static Tensor Whitening(Tensor centred, Tensor values, Tensor vectors, bool wide) =>
        wide ? centred.t().matmul(vectors) / (values * Math.Sqrt(centred.shape[0])) : vectors / values.sqrt();

    /// <summary>[K, r] from [C, r]: absent classes get rows of zeros.</summary>
    private static Tensor Spread(Tensor rows, ClassStatistics classes) =>
        zeros(classes.Counts.Length, rows.shape[1], ScalarType.Float64)
            .index_copy(0, tensor(classes.Present.Select(k => (long)k).ToArray()), rows);
}
