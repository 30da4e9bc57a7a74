using System.Collections.Concurrent;
using LsKd.Store.Database;
using LsKd.Store.Database.Rows;
using Microsoft.EntityFrameworkCore;

namespace LsKd.Store.Ingest;

/// <summary>Short keys for the names of metrics.</summary>
internal sealed class MetricTags(StoreWriter writer)
{
    private readonly ConcurrentDictionary<string, int> _keys = new(StringComparer.Ordinal);

    /// <summary>Key of each name, made where it is new. Commits by itself: a key outlives the batch that asked for it.</summary>
    public async Task<IReadOnlyDictionary<string, int>> KeysAsync(IEnumerable<string> names, CancellationToken cancel)
    {
        var wanted = names.Distinct(StringComparer.Ordinal).ToList();
        var missing = wanted.Where(n => !_keys.ContainsKey(n)).ToList();
        if (missing.Count > 0)
            await LearnAsync(missing, cancel);
        return wanted.ToDictionary(n => n, n => _keys[n], StringComparer.Ordinal);
    }

    /// <summary>Forgets everything, when the index is made anew.</summary>
    public void Clear() => _keys.Clear();

    private async Task LearnAsync(List<string> names, CancellationToken cancel)
    {
        var rows = await writer.WriteAsync(async context =>
        {
            var known = await context.MetricTags.Where(t => names.Contains(t.Name)).ToListAsync(cancel);
            var fresh = names.Except(known.Select(t => t.Name)).Select(n => new MetricTagRow { Name = n }).ToList();
            context.MetricTags.AddRange(fresh);
            await context.SaveChangesAsync(cancel);
            return known.Concat(fresh).ToList();
        }, cancel);
        rows.ForEach(r => _keys[r.Name] = r.Key);
    }
}
