using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Analysis.Metrics;

/// <summary>
/// Neural collapse NC1 = trace(Sw pinv(Sb)) / K (Papyan et al. 2020, as coded by Zhu et al. 2021), without ever forming Sw: with
/// Sb = V diag(l) V^T, the trace is the mean squared length of the centred features in the basis V diag(l)^(-1/2).
/// </summary>
internal sealed class WithinOverBetween : IDisposable
{
    private const double MachineEpsilon = 2.220446049250313e-16;

    private readonly Tensor? basis;
    private double sum;
    private long count;

    /// <param name="centred">[C, D], float64: means of the C present classes minus the global sample mean.</param>
    /// <param name="type">Type of the features to come.</param>
    public WithinOverBetween(Tensor centred, ScalarType type)
    {
        using var scope = NewDisposeScope();
        basis = Whitening(centred)?.to(type).DetachFromDisposeScope();
    }

    /// <summary>Adds features centred on their class means, [B, D].</summary>
    public void Add(Tensor centred)
    {
        if (basis is null)
            return;
        sum += centred.matmul(basis).square().sum(ScalarType.Float64).ToDouble();
        count += centred.shape[0];
    }

    /// <summary>NC1 over the C present classes; null where all class means coincide.</summary>
    public double? Value(int presentClasses) => basis is null ? null : sum / count / presentClasses;

    /// <inheritdoc/>
    public void Dispose() => basis?.Dispose();

    /// <summary>[D, r]: V diag(l)^(-1/2) of Sb, from whichever of Sb and the Gram matrix is smaller.</summary>
    private static Tensor? Whitening(Tensor centred)
    {
        var (classes, dimension) = (centred.shape[0], centred.shape[1]);
        var wide = dimension > classes;
        var product = (wide ? centred.matmul(centred.t()) : centred.t().matmul(centred)) / classes;
        var (values, vectors) = linalg.eigh(product);
        var lengths = values.data<double>().ToArray();
        var floor = lengths[^1] * Math.Max(classes, dimension) * MachineEpsilon;
        var rank = lengths.Count(l => l > floor && l > 0);
        if (rank == 0)
            return null;
        var (kept, l) = (vectors.narrow(1, lengths.Length - rank, rank), values.narrow(0, lengths.Length - rank, rank));
        // A Gram eigenvector u gives v = H^T u / sqrt(C l).
        return wide ? centred.t().matmul(kept) / (l * Math.Sqrt(classes)) : kept / l.sqrt();
    }
}
