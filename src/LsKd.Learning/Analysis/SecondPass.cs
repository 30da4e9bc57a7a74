using LsKd.Learning.Analysis.Metrics;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Analysis;

/// <summary>All that needs the class means first: spreads around them, distances, the nearest mean, calibration at the fitted temperature.</summary>
internal sealed class SecondPass : IDisposable
{
    private readonly Tensor means;
    private readonly double? temperature;
    private readonly List<double> scaledConfidences = [];
    private int seen;

    public SecondPass(ClassStatistics classes, IReadOnlyList<PairWithPlane> pairs, ProjectionList? projection, double? temperature, ScalarType type)
    {
        this.temperature = temperature;
        means = classes.FeatureMeans.to(type, copy: true).DetachFromDisposeScope();
        Stability = new(classes.SoftLabels, classes.Counts);
        Radii = new(classes.Counts);
        Pairs = new(pairs, classes.FeatureMeans);
        Projection = projection;
        Centres = new(classes, type);
    }

    public Stability Stability { get; }

    public ClassRadii Radii { get; }

    public PairPlanes Pairs { get; }

    public CentreProducts Centres { get; }

    public ProjectionList? Projection { get; }

    /// <summary>Largest probabilities at the fitted temperature, by sample; empty where none was fitted.</summary>
    public IReadOnlyList<double> ScaledConfidences => scaledConfidences;

    public void Add(BatchView batch)
    {
        var centred = batch.Features - means.index_select(0, batch.Labels);
        Stability.Add(batch.Probabilities, batch.Labels);
        Radii.Add(centred, batch.LabelValues);
        Pairs.Add(batch.Features, batch.LabelValues);
        Centres.Add(batch.Features, centred, batch.Labels, batch.PredictedValues);
        Projection?.Add(batch.Features, batch.LabelValues, seen);
        if (temperature is { } t)
            scaledConfidences.AddRange(TemperatureScaling.Confidences(batch.Logits, t).to(ScalarType.Float64).data<double>().ToArray());
        seen += batch.Count;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        means.Dispose();
        Pairs.Dispose();
        Centres.Dispose();
    }
}
