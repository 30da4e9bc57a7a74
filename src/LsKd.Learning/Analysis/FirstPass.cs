using LsKd.Learning.Analysis.Metrics;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Analysis;

/// <summary>All that one look at every sample can tell: sums by class, scalars by sample, counts.</summary>
internal sealed class FirstPass(int classes, int dimension, PartnerRole partner) : IDisposable
{
    private readonly ClassSums features = new(classes, dimension), units = new(classes, dimension), probabilities = new(classes, classes);

    public SampleScores Scores { get; } = new();

    public SortedProfile Profile { get; } = new(classes);

    public ConfusionMatrix Confusion { get; } = new(classes);

    public PairLosses Losses { get; } = new(partner);

    /// <summary>Type of the features, known after the first batch.</summary>
    public ScalarType Type { get; private set; }

    public void Add(BatchView batch)
    {
        Type = batch.Features.dtype;
        features.Add(batch.Features, batch.Labels);
        units.Add(Unit(batch.Features), batch.Labels);
        probabilities.Add(batch.Probabilities, batch.Labels);
        Scores.Add(batch);
        Profile.Add(batch);
        Confusion.Add(batch.LabelValues, batch.PredictedValues);
        Losses.Add(batch);
    }

    /// <summary>Ends the pass.</summary>
    public ClassStatistics Finish() => new(Confusion.Counts(), features, units, probabilities);

    /// <inheritdoc/>
    public void Dispose()
    {
        features.Dispose();
        units.Dispose();
        probabilities.Dispose();
    }

    // A sample whose features are all zero has no direction and counts as orthogonal to every other.
    private static Tensor Unit(Tensor rows) => rows / rows.norm(1, true, 2).clamp_min(1e-30);
}

/// <summary>Means by class, [K, ...] in float64; rows of absent classes are zero.</summary>
internal sealed class ClassStatistics : IDisposable
{
    public ClassStatistics(int[] counts, ClassSums features, ClassSums units, ClassSums probabilities)
    {
        Counts = counts;
        using var scope = NewDisposeScope();
        FeatureMeans = features.Means(counts).DetachFromDisposeScope();
        UnitMeans = units.Means(counts).DetachFromDisposeScope();
        SoftLabels = probabilities.Means(counts).DetachFromDisposeScope();
        Origin = (features.Sums.sum(dim: 0) / counts.Sum()).DetachFromDisposeScope();
        Present = [.. Enumerable.Range(0, counts.Length).Where(k => counts[k] > 0)];
    }

    public int[] Counts { get; }

    /// <summary>Classes that have samples.</summary>
    public int[] Present { get; }

    /// <summary>[K, D].</summary>
    public Tensor FeatureMeans { get; }

    /// <summary>[K, D]: means of features of length 1.</summary>
    public Tensor UnitMeans { get; }

    /// <summary>[K, K]: mean probabilities by true class.</summary>
    public Tensor SoftLabels { get; }

    /// <summary>[D]: mean features over all samples.</summary>
    public Tensor Origin { get; }

    /// <summary>[C, D]: feature means of the present classes minus the mean over all samples.</summary>
    public Tensor CentredMeans() => FeatureMeans.index_select(0, tensor(Present.Select(k => (long)k).ToArray())) - Origin;

    /// <inheritdoc/>
    public void Dispose()
    {
        FeatureMeans.Dispose();
        UnitMeans.Dispose();
        SoftLabels.Dispose();
        Origin.Dispose();
    }
}
