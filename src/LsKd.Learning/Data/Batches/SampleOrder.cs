using LsKd.Core.Specs;
using LsKd.Learning.Data.Randomness;

namespace LsKd.Learning.Data.Batches;

/// <summary>The order of training positions in an epoch, decided by (seed, epoch).</summary>
internal static class SampleOrder
{
    /// <summary>Positions of one epoch; as many as the split has samples.</summary>
    public static int[] Of(SamplerKind sampler, IReadOnlyList<int> labels, int seed, int epoch) => sampler switch
    {
        SamplerKind.ClassAware => ClassAware(labels, seed, epoch),
        _ => new KeyedRandom(seed, Purpose.SampleOrder, epoch).Permutation(labels.Count),
    };

    // Classes and the samples of each class go round in cycles, shuffled anew each time: within K draws no class comes
    // twice, and no sample again before all of its class came (Shen et al., ECCV 2016).
    private static int[] ClassAware(IReadOnlyList<int> labels, int seed, int epoch)
    {
        var samples = Enumerable.Range(0, labels.Count).GroupBy(i => labels[i]).OrderBy(g => g.Key)
            .Select((g, k) => new Cycle([.. g], new KeyedRandom(seed, Purpose.SampleOrder, epoch, 1 + k))).ToArray();
        var classes = new Cycle([.. Enumerable.Range(0, samples.Length)], new KeyedRandom(seed, Purpose.ClassCycle, epoch));
        return [.. Enumerable.Range(0, labels.Count).Select(_ => samples[classes.Next()].Next())];
    }

    private sealed class Cycle(int[] items, KeyedRandom random)
    {
        private KeyedRandom _random = random;
        private int _at = items.Length;

        public int Next()
        {
            if (_at == items.Length)
            {
                _random.Shuffle<int>(items);
                _at = 0;
            }

            return items[_at++];
        }
    }
}
