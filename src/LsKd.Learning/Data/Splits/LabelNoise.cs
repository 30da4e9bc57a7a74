using LsKd.Learning.Data.Randomness;

namespace LsKd.Learning.Data.Splits;

/// <summary>Symmetric label noise: a share of the labels is replaced by another class, drawn uniformly.</summary>
internal static class LabelNoise
{
    /// <summary>Labels of which exactly round(rate * n) differ from the given ones.</summary>
    public static int[] Apply(int[] labels, int classes, double rate, int seed)
    {
        var noisy = labels.ToArray();
        var chosen = new KeyedRandom(seed, Purpose.NoisySamples).Permutation(labels.Length);
        var random = new KeyedRandom(seed, Purpose.NoisyLabels);
        foreach (var i in chosen.Take((int)Math.Round(rate * labels.Length)))
            noisy[i] = (labels[i] + 1 + random.Next(classes - 1)) % classes;
        return noisy;
    }
}
