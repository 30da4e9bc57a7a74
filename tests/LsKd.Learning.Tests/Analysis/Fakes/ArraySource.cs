using LsKd.Core.Analysis;
using LsKd.Learning.Analysis;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Tests.Analysis.Fakes;

/// <summary>A network's outputs in memory: logits are features times weights plus bias.</summary>
internal sealed class ArraySource : IAnalysisSource, IDisposable
{
    private const int BatchSize = 16;
    private readonly Tensor features, logits, labels;
    private readonly NetworkHead head;

    public ArraySource(double[,] features, double[,] weights, double[] bias, long[] labels)
    {
        this.features = tensor(features);
        this.labels = tensor(labels);
        using var scope = NewDisposeScope();
        head = new(tensor(weights), tensor(bias));
        logits = (this.features.matmul(head.Weights.t()) + tensor(bias)).DetachFromDisposeScope();
    }

    public int Count => (int)labels.shape[0];

    public Tensor Logits => logits;

    public Tensor Labels => labels;

    public bool IsCheapToRepeat => true;

    public AnalysisReport Report(AnalysisOptions? options = null)
    {
        var (accumulator, _) = AnalysisPass.Run(this, head, options ?? new() { Resamples = 0 });
        using (accumulator)
            return accumulator.Report();
    }

    public IEnumerable<AnalysisBatch> Batches()
    {
        for (var start = 0; start < Count; start += BatchSize)
        {
            var count = Math.Min(BatchSize, Count - start);
            yield return new(features.narrow(0, start, count), logits.narrow(0, start, count), labels.narrow(0, start, count));
        }
    }

    public IEnumerable<(Tensor Logits, Tensor Labels)> LogitBatches()
    {
        foreach (var batch in Batches())
            using (batch)
                yield return (batch.Logits, batch.Labels);
    }

    public void Dispose()
    {
        features.Dispose();
        logits.Dispose();
        labels.Dispose();
        head.Dispose();
    }
}
