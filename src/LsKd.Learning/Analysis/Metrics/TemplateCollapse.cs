using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Analysis.Metrics;

/// <summary>
/// Neural collapse of templates: distance of A / ||A|| to the simplex frame (I - 11^T / K) / sqrt(K - 1) in Frobenius norm, with
/// A = W W^T (NC2) or A = W H (NC3), H the class means minus the global sample mean, [D, K].
/// </summary>
public static class TemplateCollapse
{
    /// <summary>NC2 of templates [K, D]; null where all are zero.</summary>
    public static double? Nc2(Tensor weights)
    {
        using var scope = NewDisposeScope();
        return ToFrame(weights.matmul(weights.t()));
    }

    /// <summary>NC3 of templates [K, D] and centred class means [K, D]; null where their product is zero.</summary>
    public static double? Nc3(Tensor weights, Tensor centredMeans)
    {
        using var scope = NewDisposeScope();
        return ToFrame(weights.matmul(centredMeans.t()));
    }

    private static double? ToFrame(Tensor product)
    {
        var norm = product.norm().ToDouble();
        if (norm == 0)
            return null;
        var classes = product.shape[0];
        var frame = (eye(classes, dtype: ScalarType.Float64) - 1.0 / classes) / Math.Sqrt(classes - 1);
        return (product / norm - frame).norm().ToDouble();
    }
}
