using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Analysis;

/// <summary>A seeded uniform sample of a stream's logits, kept in memory so that a temperature can be fitted without another forward pass.</summary>
internal sealed class LogitSample(int count, int limit, int seed) : IDisposable
{
    private readonly Random random = new(seed);
    private readonly List<(Tensor Logits, Tensor Labels)> kept = [];
    private int seen, taken;

    public IReadOnlyList<string> Remarks => taken == seen
        ? [] : [string.Create(CultureInfo.InvariantCulture, $"The temperature is fitted on {taken} of {seen} samples, drawn with seed {seed}.")];

    public void Add(AnalysisBatch batch)
    {
        using var scope = NewDisposeScope();
        var rows = Enumerable.Range(0, (int)batch.Labels.shape[0]).Where(_ => Take()).Select(i => (long)i).ToArray();
        if (rows.Length == 0)
            return;
        var index = tensor(rows);
        kept.Add((batch.Logits.index_select(0, index).DetachFromDisposeScope(), batch.Labels.index_select(0, index).DetachFromDisposeScope()));
    }

    public IEnumerable<(Tensor Logits, Tensor Labels)> Batches() => kept;

    public void Dispose()
    {
        foreach (var (logits, labels) in kept)
        {
            logits.Dispose();
            labels.Dispose();
        }
    }

    // Selection sampling (Knuth, algorithm S): exactly the limit, each subset equally likely.
    private bool Take()
    {
        var take = random.NextDouble() * (count - seen) < limit - taken;
        seen++;
        taken += take ? 1 : 0;
        return take;
    }
}
