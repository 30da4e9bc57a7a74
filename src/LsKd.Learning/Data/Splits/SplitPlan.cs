using LsKd.Core.Runs;

namespace LsKd.Learning.Data.Splits;

/// <summary>Which samples each split of a run holds. No sample is in two.</summary>
internal sealed class SplitPlan
{
    private readonly Dictionary<Split, SplitSamples> _splits;

    /// <summary>Takes the three splits.</summary>
    /// <exception cref="InvalidOperationException">A sample is in two splits, or twice in one.</exception>
    public SplitPlan(IReadOnlyList<string> classNames, SplitSamples train, SplitSamples validation, SplitSamples test)
    {
        ClassNames = classNames;
        _splits = new() { [Split.Train] = train, [Split.Validation] = validation, [Split.Test] = test };
        var seen = new HashSet<int>();
        foreach (var (split, samples) in _splits)
            foreach (var sample in samples.Stored)
                if (!seen.Add(sample)) throw new InvalidOperationException($"Sample {sample} is in {split.Key()} and elsewhere too.");
    }

    /// <summary>Names of the kept classes, by label.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The samples of a split.</summary>
    public SplitSamples this[Split split] => _splits[split];
}
