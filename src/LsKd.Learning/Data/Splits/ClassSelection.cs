using LsKd.Core.Specs;
using LsKd.Learning.Data.Randomness;

namespace LsKd.Learning.Data.Splits;

/// <summary>
/// Which classes a reduced set keeps: a prefix of the set's own order, or of a permutation drawn by the data seed. Either
/// way K classes are contained in K + 1, with the same labels.
/// </summary>
internal static class ClassSelection
{
    /// <summary>The kept stored labels; a sample's new label is its place here.</summary>
    public static int[] Choose(int available, DataSpec spec)
    {
        var keep = spec.Classes ?? available;
        if (keep < 2 || keep > available)
            throw new DatasetException($"data.classes is {keep}; {spec.Dataset} has {available} classes and 2 to {available} can be kept.");
        if (spec.ClassOrder == ClassOrder.First) return [.. Enumerable.Range(0, keep)];
        var random = new KeyedRandom(spec.Seed, Purpose.ClassOrder);
        return random.Permutation(available)[..keep];
    }
}
