namespace LsKd.Learning.Analysis;

/// <summary>A seeded subsample that keeps the shares of the classes.</summary>
public static class StratifiedSample
{
    /// <summary>
    /// Draws positions, in ascending order: each class gets its share of the limit by largest remainders, and at least one sample
    /// where the limit allows.
    /// </summary>
    /// <param name="labels">Labels by position.</param>
    /// <param name="limit">How many to keep at most.</param>
    /// <param name="seed">Seed of the draw.</param>
    public static int[] Draw(IReadOnlyList<int> labels, int limit, int seed)
    {
        if (labels.Count <= limit)
            return [.. Enumerable.Range(0, labels.Count)];
        var groups = Enumerable.Range(0, labels.Count).GroupBy(i => labels[i]).OrderBy(g => g.Key).Select(g => g.ToArray()).ToArray();
        var quotas = Quotas([.. groups.Select(g => g.Length)], limit);
        var random = new Random(seed);
        var drawn = new List<int>(limit);
        for (var g = 0; g < groups.Length; g++)
        {
            random.Shuffle(groups[g]);
            drawn.AddRange(groups[g].AsSpan(0, quotas[g]));
        }
        drawn.Sort();
        return [.. drawn];
    }

    private static int[] Quotas(int[] sizes, int limit)
    {
        var total = sizes.Sum(s => (long)s);
        var least = limit >= sizes.Length ? 1 : 0;
        var spare = limit - least * sizes.Length;
        var exact = sizes.Select(s => (s - least) * (double)spare / Math.Max(1, total - least * sizes.Length)).ToArray();
        var quotas = exact.Select(e => least + (int)e).ToArray();
        var byRemainder = Enumerable.Range(0, sizes.Length).OrderByDescending(i => exact[i] - (int)exact[i]).ThenBy(i => i);
        foreach (var i in byRemainder.Take(Math.Max(0, limit - quotas.Sum())))
            quotas[i] = Math.Min(sizes[i], quotas[i] + 1);
        return quotas;
    }
}
