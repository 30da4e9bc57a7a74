using LsKd.Learning.Translation.Subwords;
using static TorchSharp.torch;

namespace LsKd.Learning.Translation.Training;

/// <summary>A sentence pair in ids, without begin and end.</summary>
public sealed record EncodedPair(int[] Source, int[] Target);

/// <summary>A padded batch. The receiver disposes it.</summary>
/// <param name="Source">[B, S], int64, each closed by <see cref="Vocabulary.End"/>, padded at the end.</param>
/// <param name="Input">[B, T], int64: begin, then the target.</param>
/// <param name="Rows">[N], int64: positions of [B * T] that are no padding.</param>
/// <param name="Labels">[N], int64: the unit to predict at each of <paramref name="Rows"/>.</param>
public sealed record TokenBatch(Tensor Source, Tensor Input, Tensor Rows, Tensor Labels) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        Source.Dispose();
        Input.Dispose();
        Rows.Dispose();
        Labels.Dispose();
    }
}

/// <summary>
/// Cuts pairs into batches of at most a number of target units, padding included. Pairs of like length go together; which
/// pairs share a batch is fixed, and only the order of the batches changes with the epoch.
/// </summary>
public sealed class TokenBatches
{
    private readonly IReadOnlyList<EncodedPair> pairs;
    private readonly List<int[]> batches;

    /// <summary>Cuts the batches.</summary>
    /// <param name="pairs">Encoded pairs.</param>
    /// <param name="batchTokens">Target units (and source units) a batch may hold, padding included; a longer pair is a batch alone.</param>
    public TokenBatches(IReadOnlyList<EncodedPair> pairs, int batchTokens)
    {
        this.pairs = pairs;
        batches = [.. Cut(batchTokens)];
    }

    /// <summary>Number of batches.</summary>
    public int Count => batches.Count;

    /// <summary>Batch indices in the order of an epoch.</summary>
    public int[] Order(int seed, int epoch)
    {
        var order = Enumerable.Range(0, batches.Count).ToArray();
        new Random(unchecked((seed * 1_000_003) ^ (epoch * 7919))).Shuffle(order);
        return order;
    }

    /// <summary>Positions of the pairs of a batch.</summary>
    public IReadOnlyList<int> Members(int batch) => batches[batch];

    /// <summary>Target units to predict in a batch.</summary>
    public int Units(int batch) => batches[batch].Sum(i => pairs[i].Target.Length + 1);

    /// <summary>Builds a batch on a device.</summary>
    public TokenBatch Load(int batch, Device device) => Build([.. batches[batch].Select(i => pairs[i])], device);

    /// <summary>Pads some pairs into a batch.</summary>
    public static TokenBatch Build(IReadOnlyList<EncodedPair> pairs, Device device)
    {
        var width = pairs.Max(p => p.Target.Length) + 1;
        var input = new long[pairs.Count * width];
        var (rows, labels) = (new List<long>(), new List<long>());
        for (var b = 0; b < pairs.Count; b++)
        {
            var target = pairs[b].Target;
            for (var t = 0; t <= target.Length; t++)
            {
                input[b * width + t] = t == 0 ? Vocabulary.Begin : target[t - 1];
                rows.Add(b * width + t);
                labels.Add(t == target.Length ? Vocabulary.End : target[t]);
            }
        }
        return new TokenBatch(
            Sources([.. pairs.Select(p => p.Source)], device), tensor(input, [pairs.Count, width], device: device),
            tensor(rows.ToArray(), device: device), tensor(labels.ToArray(), device: device));
    }

    /// <summary>Pads source sentences into [B, S], each closed by the end unit.</summary>
    public static Tensor Sources(IReadOnlyList<int[]> sources, Device device)
    {
        var width = sources.Max(s => s.Length) + 1;
        var ids = new long[sources.Count * width];
        for (var b = 0; b < sources.Count; b++)
        {
            for (var s = 0; s < sources[b].Length; s++)
                ids[b * width + s] = sources[b][s];
            ids[b * width + sources[b].Length] = Vocabulary.End;
        }
        return tensor(ids, [sources.Count, width], device: device);
    }

    private IEnumerable<int[]> Cut(int batchTokens)
    {
        var sorted = Enumerable.Range(0, pairs.Count)
            .OrderBy(i => pairs[i].Target.Length).ThenBy(i => pairs[i].Source.Length).ThenBy(i => i);
        var batch = new List<int>();
        var longest = 0;
        foreach (var i in sorted)
        {
            var length = Math.Max(pairs[i].Target.Length, pairs[i].Source.Length) + 1;
            if (batch.Count > 0 && (batch.Count + 1) * Math.Max(longest, length) > batchTokens)
            {
                yield return [.. batch];
                batch.Clear();
                longest = 0;
            }
            batch.Add(i);
            longest = Math.Max(longest, length);
        }
        if (batch.Count > 0)
            yield return [.. batch];
    }
}
