using LsKd.Learning.Data.Randomness;

namespace LsKd.Learning.Data.Splits;

/// <summary>
/// A long tail made from a balanced set: n_k = floor(n_max * IF^(-k/(K-1))) for the k-th class of an order drawn by seed
/// (Cui et al., "Class-Balanced Loss Based on Effective Number of Samples", CVPR 2019).
/// </summary>
internal static class LongTail
{
    /// <summary>Samples of the k-th most frequent class, k from 0; at least 1.</summary>
    public static int[] Counts(int largest, int classes, double imbalance) =>
        [.. Enumerable.Range(0, classes).Select(k => Count(largest, k, classes, imbalance))];

    /// <summary>Cuts training samples down to the tail. A class that has fewer than its share keeps what it has.</summary>
    public static ClassPools Cut(ClassPools pools, double imbalance, int seed)
    {
        var sizes = pools.Sizes;
        var profile = Counts(sizes.Max(), sizes.Count, imbalance);
        var order = new KeyedRandom(seed, Purpose.TailOrder).Permutation(sizes.Count);
        var counts = new int[sizes.Count];
        for (var rank = 0; rank < order.Length; rank++) counts[order[rank]] = Math.Min(profile[rank], sizes[order[rank]]);
        return pools.Draw(counts, seed, Purpose.TailSamples).Drawn;
    }

    // The smallest addend keeps a share that is a whole number, such as 500 * 100^(-1/2), from being floored below itself.
    private static int Count(int largest, int rank, int classes, double imbalance) =>
        Math.Max(1, (int)Math.Floor((largest * Math.Pow(imbalance, -rank / Math.Max(1.0, classes - 1))) + 1e-9));
}
