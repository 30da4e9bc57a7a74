using LsKd.Learning.Analysis.Metrics;
using LsKd.Learning.Objectives;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace LsKd.Learning.Training.Images;

/// <summary>
/// Streams over a split: <c>top1</c>, <c>top5</c>, <c>nll</c> (nats), <c>ece_15</c> (15 equal-width bins (lo, hi] of the largest
/// probability), and the objective's <c>loss</c> and parts, weighted by samples. Four numbers per sample are kept on the device and
/// read once.
/// </summary>
internal sealed class ClassificationMeasures : IDisposable
{
    private readonly List<Tensor> rows = [];
    private readonly Dictionary<string, List<(Tensor Value, int Samples)>> losses = [];

    /// <summary>Takes in a batch's logits [B, K] and labels [B].</summary>
    public void Add(Tensor logits, Tensor labels)
    {
        var logP = functional.log_softmax(logits.to(float32), 1);
        var ofLabel = logP.gather(1, labels.unsqueeze(1));
        var (largest, predicted) = logP.max(1);
        // A rank by count of strictly larger ones; a tie with the largest is decided as argmax does.
        var rank = logP.gt(ofLabel).sum(1);
        var row = stack([predicted.eq(labels).to(float32), rank.lt(5).to(float32), -ofLabel.squeeze(1), largest.exp()], 1);
        rows.Add(row.DetachFromDisposeScope());
    }

    /// <summary>Takes in a batch's loss.</summary>
    public void AddLoss(LossParts parts, int samples)
    {
        Keep("loss", parts.Total, samples);
        foreach (var (name, value) in parts.Parts)
            Keep(name, value, samples);
    }

    /// <summary>The measures; empty when no sample was added.</summary>
    public IReadOnlyDictionary<string, double> Results()
    {
        if (rows.Count == 0)
            return new Dictionary<string, double>();
        using var scope = NewDisposeScope();
        var values = cat(rows).to(float64).cpu();
        var means = values.mean([0]).data<double>().ToArray();
        var results = losses.ToDictionary(l => l.Key, l => WeightedMean(l.Value));
        (results["top1"], results["top5"], results["nll"]) = (means[0], means[1], means[2]);
        results["ece_15"] = CalibrationError.Error(CalibrationError.EqualWidth(
            values[TensorIndex.Colon, 3].contiguous().data<double>().ToArray(),
            [.. values[TensorIndex.Colon, 0].contiguous().data<double>().ToArray().Select(c => c > 0)]));
        return results;
    }

    public void Dispose()
    {
        foreach (var tensor in rows.Concat(losses.Values.SelectMany(l => l.Select(v => v.Value))))
            tensor.Dispose();
    }

    private static double WeightedMean(List<(Tensor Value, int Samples)> values)
    {
        var numbers = stack(values.Select(v => v.Value)).to(float64).cpu().data<double>().ToArray();
        return numbers.Select((n, i) => n * values[i].Samples).Sum() / values.Sum(v => (double)v.Samples);
    }

    private void Keep(string name, Tensor value, int samples)
    {
        if (!losses.TryGetValue(name, out var values))
            losses[name] = values = [];
        values.Add((value.detach().DetachFromDisposeScope(), samples));
    }
}
