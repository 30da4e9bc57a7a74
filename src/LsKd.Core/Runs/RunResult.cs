namespace LsKd.Core.Runs;

/// <summary>What a run came to; <c>result.json</c>.</summary>
public sealed record RunResult
{
    /// <summary>How it ended.</summary>
    public RunState State { get; init; }

    /// <summary>Why, for people; of a success, what to be wary of, or empty.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The attempt that ended it.</summary>
    public int Attempt { get; init; }

    /// <summary>Epoch whose weights are the result: the best on validation.</summary>
    public int BestEpoch { get; init; }

    /// <summary>Epochs trained.</summary>
    public int Epochs { get; init; }

    /// <summary>Wall time over all attempts, in seconds.</summary>
    public double Seconds { get; init; }

    /// <summary>Largest resident memory of the worker, in bytes.</summary>
    public long PeakMemory { get; init; }

    /// <summary>
    /// Final scalars by tag as in the event log (<c>test/top1</c>, <c>validation/ece_15</c>, <c>train/loss</c> ...), of the best weights,
    /// except for <c>train/...</c>, which are the last epoch's.
    /// </summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>();
}
