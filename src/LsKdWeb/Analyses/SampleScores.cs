using LsKd.Core.Arrays;
using LsKd.Learning.Analysis.Metrics;

namespace LsKdWeb.Analyses;

/// <summary>What the stored outputs of one network say of each of some samples.</summary>
internal sealed class SampleScores
{
    private const double LeastProbability = 1e-300;

    private SampleScores(int count) =>
        (Right, RightInFive, Nll, Brier, Confidence, Entropy, Bin) =
        (new double[count], new double[count], new double[count], new double[count], new double[count], new double[count], new int[count]);

    /// <summary>1 where no class is likelier than the true one, else 0.</summary>
    public double[] Right { get; }

    /// <summary>1 where fewer than five classes are likelier than the true one, else 0.</summary>
    public double[] RightInFive { get; }

    /// <summary>Negative log-likelihood of the true class, in nats.</summary>
    public double[] Nll { get; }

    /// <summary>Sum over the classes of (p - onehot)².</summary>
    public double[] Brier { get; }

    /// <summary>The largest probability.</summary>
    public double[] Confidence { get; }

    /// <summary>Entropy of the probabilities, in nats.</summary>
    public double[] Entropy { get; }

    /// <summary>Calibration bin of the confidence.</summary>
    public int[] Bin { get; }

    /// <summary>Scores of stored samples, in the order of their ids.</summary>
    /// <exception cref="InvalidDataException">No logits are stored, or the file is damaged.</exception>
    public static SampleScores Of(SplitArrays arrays, IReadOnlyList<long> ids)
    {
        var scores = new SampleScores(ids.Count);
        var places = Places(arrays, ids);
        TensorRows.ForEach(arrays.File, "logits", (row, logits) =>
        {
            if (places[row] is >= 0 and var place)
                scores.Put(place, Softmax.Of(logits), (int)arrays.Labels[row]);
        });
        return scores;
    }

    private void Put(int i, double[] p, int label)
    {
        var truth = p[label];
        var above = p.Count(v => v > truth);
        (Right[i], RightInFive[i]) = (above == 0 ? 1 : 0, above < 5 ? 1 : 0);
        (Nll[i], Brier[i]) = (-Math.Log(Math.Max(truth, LeastProbability)), p.Sum(v => v * v) - 2 * truth + 1);
        (Confidence[i], Entropy[i]) = (p.Max(), -p.Sum(v => v > 0 ? v * Math.Log(v) : 0));
        Bin[i] = CalibrationError.BinOf(Confidence[i]);
    }

    private static int[] Places(SplitArrays arrays, IReadOnlyList<long> ids)
    {
        var places = new int[arrays.Labels.Count];
        Array.Fill(places, -1);
        for (var i = 0; i < ids.Count; i++)
            places[arrays.RowOf(ids[i])!.Value] = i;
        return places;
    }
}
