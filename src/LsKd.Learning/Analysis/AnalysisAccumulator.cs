using LsKd.Core.Analysis;
using LsKd.Learning.Analysis.Metrics;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Analysis;

/// <summary>
/// Gathers every metric of a network on a set of samples from two streams of the same batches: class means and scalars first,
/// spreads around the means second. Memory grows with K (K + D) and a few scalars per sample, never with N x D.
/// </summary>
public sealed class AnalysisAccumulator : IDisposable
{
    private readonly NetworkHead head;
    private readonly AnalysisOptions options;
    private readonly FirstPass first;
    private ClassStatistics? classes;
    private ClassRelations? relations;
    private SecondPass? second;
    private double? temperature;

    /// <summary>Starts the first stream.</summary>
    /// <param name="head">The last layer; stays the caller's.</param>
    /// <param name="options">Settings.</param>
    /// <exception cref="InvalidDataException">The options do not fit the layer.</exception>
    public AnalysisAccumulator(NetworkHead head, AnalysisOptions options)
    {
        options.Check(head.Classes);
        (this.head, this.options) = (head, options);
        first = new(head.Classes, head.Dimension, options.Partner);
    }

    /// <summary>Adds a batch to the first stream.</summary>
    /// <exception cref="InvalidDataException">A shape does not fit, a label is out of range, or a value is not finite.</exception>
    public void Add(AnalysisBatch batch)
    {
        using var scope = NewDisposeScope();
        first.Add(new(batch, head.Dimension, options, head.Classes));
    }

    /// <summary>Ends the first stream.</summary>
    /// <param name="fittedTemperature">Temperature that <see cref="TemperatureScaling"/> found, or null for none.</param>
    /// <exception cref="InvalidDataException">No sample was added.</exception>
    public void BeginSecondPass(double? fittedTemperature)
    {
        if (first.Scores.Count == 0)
            throw new InvalidDataException($"{options.Where} hold no sample");
        temperature = fittedTemperature;
        classes = first.Finish();
        relations = ClassRelations.Find(head, classes, first.Confusion, options);
        second = new(classes, relations.AllPairs, relations.Projection, temperature, first.Type);
    }

    /// <summary>Adds a batch of the first stream again.</summary>
    public void AddAgain(AnalysisBatch batch)
    {
        using var scope = NewDisposeScope();
        Second.Add(new(batch, head.Dimension, options, head.Classes));
    }

    /// <summary>The report over all samples.</summary>
    public AnalysisReport Report() => new ReportBuilder(head, options, first, classes!, relations!, Second, temperature).Build();

    /// <summary>[K, K], row by row: mean probabilities by true class, for a report that leaves the matrices out.</summary>
    public float[] SoftLabels() => classes!.SoftLabels.to(ScalarType.Float32).data<float>().ToArray();

    /// <summary>[K, K], row by row: samples by true and predicted class.</summary>
    public int[] Confusion() => first.Confusion.Cells;

    /// <inheritdoc/>
    public void Dispose()
    {
        first.Dispose();
        classes?.Dispose();
        second?.Dispose();
    }

    private SecondPass Second => second ?? throw new InvalidOperationException("the first stream has not ended");
}
