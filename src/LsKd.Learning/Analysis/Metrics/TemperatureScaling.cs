using LsKd.Learning.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Analysis.Metrics;

/// <summary>
/// Temperature scaling (Guo et al. 2017): the T that minimises the negative log-likelihood of softmax(z / T), found by a
/// safeguarded Newton search on 1 / T, in which the likelihood is convex.
/// </summary>
public static class TemperatureScaling
{
    /// <summary>Temperatures outside [<c>Lowest</c>, <c>Highest</c>] count as none.</summary>
    public const double Lowest = 0.01, Highest = 100;

    private const double Tolerance = 1e-7, CoarseTolerance = 1e-2;
    private const int MaxSteps = 60, FirstBatches = 2;

    /// <summary>Fits T.</summary>
    /// <param name="batches">Gives logits [B, K] and labels [B], int64, once per step of the search; disposes them itself.</param>
    /// <returns>T, or null where the likelihood has no minimum in range: all logits equal, labels separated, or no better than chance.</returns>
    public static double? Fit(Func<IEnumerable<(Tensor Logits, Tensor Labels)>> batches)
    {
        // A few batches give a start from which all of them need two or three steps.
        var start = Search(() => batches().Take(FirstBatches), 1, coarse: true) ?? 1;
        return Search(batches, start, coarse: false) is { } beta && 1 / beta is > Lowest * 1.001 and < Highest * 0.999 ? 1 / beta : null;
    }

    /// <summary>Largest probabilities [B] of softmax(z / T) for logits [B, K].</summary>
    public static Tensor Confidences(Tensor logits, double temperature)
    {
        var shifted = logits - logits.amax([1L], keepdim: true);
        return 1 / (shifted / temperature).exp_().sum(1);
    }

    private static double? Search(Func<IEnumerable<(Tensor, Tensor)>> batches, double beta, bool coarse)
    {
        var (low, high) = (1 / Highest, 1 / Lowest);
        for (var step = 0; step < MaxSteps; step++)
        {
            var (slope, curvature) = Derivatives(batches(), beta);
            if (Math.Abs(slope) <= 1e-14 && curvature <= 1e-14)
                return null;
            (low, high) = slope > 0 ? (low, beta) : (beta, high);
            var next = beta - slope / curvature;
            if (!(next > low && next < high))
                next = Math.Sqrt(low * high);
            var done = Math.Abs(next - beta) <= (coarse ? CoarseTolerance : Tolerance) * beta;
            beta = next;
            if (done)
                break;
        }
        return beta;
    }

    /// <summary>First and second derivative of the mean loss by beta = 1 / T: E_p[z] - z_y and Var_p[z].</summary>
    private static (double Slope, double Curvature) Derivatives(IEnumerable<(Tensor, Tensor)> batches, double beta)
    {
        double slope = 0, curvature = 0;
        long count = 0;
        foreach (var (logits, labels) in batches)
        {
            CollectionPoint.Pass();
            using var scope = NewDisposeScope();
            var z = logits - logits.amax([1L], keepdim: true);
            var p = nn.functional.softmax(z * beta, 1);
            var pz = p * z;
            var mean = pz.sum(1);
            var own = z.gather(1, labels.unsqueeze(1)).squeeze(1);
            slope += (mean - own).sum(ScalarType.Float64).ToDouble();
            curvature += (pz.mul_(z).sum(1) - mean.square()).sum(ScalarType.Float64).ToDouble();
            count += labels.shape[0];
        }
        return (slope / count, curvature / count);
    }
}
