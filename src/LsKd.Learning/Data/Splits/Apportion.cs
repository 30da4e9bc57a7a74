using LsKd.Learning.Data.Randomness;

namespace LsKd.Learning.Data.Splits;

/// <summary>Shares a total among classes in proportion to their sizes (largest remainders; ties by lot).</summary>
internal static class Apportion
{
    /// <summary>
    /// Numbers that sum to <paramref name="total"/>, none above its class's size and none below <paramref name="atLeast"/>
    /// where the class is that large.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The total cannot be reached within these bounds.</exception>
    public static int[] Share(IReadOnlyList<int> sizes, int total, int atLeast, KeyedRandom random)
    {
        int[] floors = [.. sizes.Select(s => Math.Min(s, atLeast))];
        ArgumentOutOfRangeException.ThrowIfGreaterThan(total, sizes.Sum());
        ArgumentOutOfRangeException.ThrowIfLessThan(total, floors.Sum());
        var rate = sizes.Sum() == 0 ? 0 : (double)total / sizes.Sum();
        int[] shares = [.. sizes.Select((s, k) => Math.Max(floors[k], (int)Math.Floor((s * rate) + 1e-9)))];
        int[] order = [.. random.Permutation(sizes.Count).OrderByDescending(k => (sizes[k] * rate) - shares[k])];
        Adjust(shares, order, sizes, total, +1);
        Adjust(shares, [.. order.Reverse()], floors, total, -1);
        return shares;
    }

    private static void Adjust(int[] shares, int[] order, IReadOnlyList<int> bounds, int total, int step)
    {
        while ((total - shares.Sum()) * step > 0) Round(shares, order, bounds, total, step);
    }

    private static void Round(int[] shares, int[] order, IReadOnlyList<int> bounds, int total, int step)
    {
        var missing = Math.Abs(total - shares.Sum());
        foreach (var k in order.Where(k => (bounds[k] - shares[k]) * step > 0).Take(missing).ToArray()) shares[k] += step;
    }
}
