using LsKd.Learning.Data.Randomness;
using LsKd.Learning.Data.Stored;

namespace LsKd.Learning.Data.Splits;

/// <summary>Samples (indices of the stored set) by class, and the ways to draw from them class by class.</summary>
internal sealed record ClassPools(IReadOnlyList<int[]> ByClass)
{
    /// <summary>Number of samples.</summary>
    public int Total => ByClass.Sum(p => p.Length);

    /// <summary>Number of samples of each class.</summary>
    public IReadOnlyList<int> Sizes => [.. ByClass.Select(p => p.Length)];

    /// <summary>The samples of one part that belong to the kept classes.</summary>
    public static ClassPools Of(StoredSet set, Part part, int[] classes)
    {
        var label = new int[set.ClassNames.Count];
        Array.Fill(label, -1);
        for (var k = 0; k < classes.Length; k++) label[classes[k]] = k;
        var pools = classes.Select(_ => new List<int>()).ToArray();
        for (var i = 0; i < set.Labels.Length; i++)
            if (set.Parts[i] == part && label[set.Labels[i]] is >= 0 and var k) pools[k].Add(i);
        return new([.. pools.Select(p => p.ToArray())]);
    }

    /// <summary>Draws the given number from each class; returns what was drawn and what is left.</summary>
    public (ClassPools Drawn, ClassPools Left) Draw(IReadOnlyList<int> counts, int seed, Purpose purpose)
    {
        var drawn = new int[ByClass.Count][];
        var left = new int[ByClass.Count][];
        for (var k = 0; k < ByClass.Count; k++)
        {
            var shuffled = ByClass[k].ToArray();
            new KeyedRandom(seed, purpose, index: k).Shuffle<int>(shuffled);
            drawn[k] = shuffled[..counts[k]];
            left[k] = shuffled[counts[k]..];
        }

        return (new(drawn), new(left));
    }

    /// <summary>Draws a total, in proportion to the classes' sizes.</summary>
    public (ClassPools Drawn, ClassPools Left) DrawTotal(int total, int atLeast, int seed, Purpose purpose) =>
        Draw(Apportion.Share(Sizes, total, atLeast, new KeyedRandom(seed, purpose, index: -1)), seed, purpose);

    /// <summary>All samples in stored order, with their labels.</summary>
    public SplitSamples Flatten()
    {
        var pairs = ByClass.SelectMany((pool, label) => pool.Select(sample => (sample, label))).OrderBy(p => p.sample).ToArray();
        return new([.. pairs.Select(p => p.sample)], [.. pairs.Select(p => p.label)]);
    }
}

/// <summary>The samples of a split, by position: index in the stored set, and label among the kept classes.</summary>
internal sealed record SplitSamples(int[] Stored, int[] Labels)
{
    /// <summary>Number of samples.</summary>
    public int Count => Stored.Length;

    /// <summary>Stable ids: the indices in the stored set.</summary>
    public long[] Ids { get; } = [.. Stored.Select(i => (long)i)];
}
