namespace LsKd.Learning.Training;

/// <summary>
/// Where a run stands, beside its tensors; saved with them. Numbers drawn at a step depend on the seed and the step alone, so no
/// generator is saved.
/// </summary>
public sealed record TrainingPosition
{
    /// <summary>Epochs done, their evaluation included.</summary>
    public int Epoch { get; init; }

    /// <summary>Steps done of the epoch after them.</summary>
    public int StepInEpoch { get; init; }

    /// <summary>Steps done in all.</summary>
    public long Step { get; init; }

    /// <summary>Epoch of the best weights; 0 before the first evaluation.</summary>
    public int BestEpoch { get; init; }

    /// <summary>Validation metrics of the best weights, by tag.</summary>
    public IReadOnlyDictionary<string, double> BestMetrics { get; init; } = new Dictionary<string, double>();

    /// <summary>Means over the last whole epoch, by tag.</summary>
    public IReadOnlyDictionary<string, double> TrainMetrics { get; init; } = new Dictionary<string, double>();

    /// <summary>Whether training stopped early.</summary>
    public bool StoppedEarly { get; init; }

    /// <summary>Values of the window of steps not logged yet, by part.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<WeightedValue>> Window { get; init; } =
        new Dictionary<string, IReadOnlyList<WeightedValue>>();

    /// <summary>Weighted sums over the epoch so far, by part.</summary>
    public IReadOnlyDictionary<string, WeightedValue> EpochSums { get; init; } = new Dictionary<string, WeightedValue>();

    /// <summary>Seconds spent over all attempts.</summary>
    public double Seconds { get; init; }
}

/// <summary>A value and how many samples it stands for.</summary>
public readonly record struct WeightedValue(double Value, double Weight);
