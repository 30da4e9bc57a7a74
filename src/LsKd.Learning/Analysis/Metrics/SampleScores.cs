using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Analysis.Metrics;

/// <summary>The scalars of every sample, kept because calibration, ranking and the bootstrap need them at once.</summary>
internal sealed class SampleScores
{
    private readonly List<int> labels = [], predictions = [], ranks = [];
    private readonly List<double> confidences = [], targets = [], losses = [], entropies = [], briers = [];

    public ReadOnlySpan<int> Labels => CollectionsMarshal.AsSpan(labels);

    public ReadOnlySpan<int> Predictions => CollectionsMarshal.AsSpan(predictions);

    /// <summary>Classes whose logit beats the label's; equal logits beat it from a lower index.</summary>
    public ReadOnlySpan<int> Ranks => CollectionsMarshal.AsSpan(ranks);

    /// <summary>Largest probabilities.</summary>
    public ReadOnlySpan<double> Confidences => CollectionsMarshal.AsSpan(confidences);

    /// <summary>Probabilities of the label.</summary>
    public ReadOnlySpan<double> Targets => CollectionsMarshal.AsSpan(targets);

    /// <summary>Negative log-likelihoods of the label, in nats.</summary>
    public ReadOnlySpan<double> Losses => CollectionsMarshal.AsSpan(losses);

    /// <summary>Entropies of the probabilities, in nats.</summary>
    public ReadOnlySpan<double> Entropies => CollectionsMarshal.AsSpan(entropies);

    /// <summary>Sums over the classes of (p - onehot)^2.</summary>
    public ReadOnlySpan<double> Briers => CollectionsMarshal.AsSpan(briers);

    public int Count => labels.Count;

    public bool[] Correct()
    {
        var correct = new bool[Count];
        for (var i = 0; i < correct.Length; i++)
            correct[i] = labels[i] == predictions[i];
        return correct;
    }

    /// <summary>Share of samples whose label is among the <paramref name="k"/> largest logits.</summary>
    public double TopK(int k) => ranks.Count(r => r < k) / (double)Count;

    public void Add(BatchView batch)
    {
        var p = batch.Probabilities;
        var target = batch.AtLabel(p);
        labels.AddRange(batch.LabelValues.Select(v => (int)v));
        predictions.AddRange(batch.PredictedValues.Select(v => (int)v));
        ranks.AddRange(RanksOf(batch).data<long>().ToArray().Select(v => (int)v));
        Append(confidences, p.amax([1L]));
        Append(targets, target);
        Append(losses, -batch.AtLabel(batch.LogProbabilities));
        Append(entropies, -(p * batch.LogProbabilities).sum(1));
        Append(briers, p.square().sum(1) - 2 * target + 1);
    }

    private static Tensor RanksOf(BatchView batch)
    {
        var own = batch.AtLabel(batch.Logits).unsqueeze(1);
        var rank = batch.Logits.gt(own).sum(1);
        var ties = batch.Logits.eq(own);
        // Almost never does a second logit equal the label's; the costly mask waits for that case.
        if (ties.sum().ToInt64() == batch.Count)
            return rank;
        var lower = arange(batch.Logits.shape[1]).unsqueeze(0).lt(batch.Labels.unsqueeze(1));
        return rank + ties.logical_and(lower).sum(1);
    }

    private static void Append(List<double> list, Tensor values) =>
        list.AddRange(values.to(ScalarType.Float64).data<double>().ToArray());
}
