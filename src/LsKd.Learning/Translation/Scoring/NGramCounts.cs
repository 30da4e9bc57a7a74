namespace LsKd.Learning.Translation.Scoring;

/// <summary>How often each run of n units occurs.</summary>
internal static class NGramCounts
{
    private const char Separator = '\u0001';

    /// <summary>Counts the n-grams of one order.</summary>
    public static Dictionary<string, int> Of(IReadOnlyList<string> units, int order)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i + order <= units.Count; i++)
        {
            var key = string.Join(Separator, units.Skip(i).Take(order));
            counts[key] = counts.GetValueOrDefault(key) + 1;
        }
        return counts;
    }

    /// <summary>Keeps, for each n-gram, the larger of two counts.</summary>
    public static void KeepLarger(Dictionary<string, int> into, Dictionary<string, int> from)
    {
        foreach (var (key, count) in from)
            into[key] = Math.Max(into.GetValueOrDefault(key), count);
    }

    /// <summary>How many n-grams two texts share, each at most as often as in either.</summary>
    public static int Shared(Dictionary<string, int> left, Dictionary<string, int> right) =>
        left.Sum(pair => Math.Min(pair.Value, right.GetValueOrDefault(pair.Key)));
}
