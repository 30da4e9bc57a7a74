using LsKd.Core.Events;
using LsKd.Store.Database;
using LsKd.Store.Database.Rows;
using Microsoft.EntityFrameworkCore;

namespace LsKd.Store.Ingest;

/// <summary>Keeps last, smallest and largest value of each metric, so that the run table sorts without reading curves.</summary>
internal static class SummaryTable
{
    /// <summary>Brings a run's summaries up to date with scalars that were just written.</summary>
    public static async Task UpdateAsync(
        LsKdContext context, int runKey, IReadOnlyList<MetricLogged> metrics, IReadOnlyDictionary<string, int> tags, CancellationToken cancel)
    {
        var keys = tags.Values.ToList();
        var known = await context.MetricSummaries.Where(s => s.RunKey == runKey && keys.Contains(s.TagKey))
            .ToDictionaryAsync(s => s.TagKey, cancel);
        foreach (var group in metrics.GroupBy(m => tags[m.Tag]))
        {
            var points = group.Select(m => (m.Step, m.Value)).ToList();
            var row = known.GetValueOrDefault(group.Key);
            if (row is null)
                context.MetricSummaries.Add(row = new MetricSummaryRow { RunKey = runKey, TagKey = group.Key });
            if (Continues(row, points))
                points.ForEach(p => Add(row, p.Step, p.Value));
            else
                await RecountAsync(context, row, cancel);
        }
    }

    // Steps that were written before may replace an extreme, so that only the stored curve can tell.
    private static bool Continues(MetricSummaryRow row, List<(long Step, double Value)> points)
    {
        var last = row.Count == 0 ? long.MinValue : row.LastStep;
        foreach (var (step, _) in points)
        {
            if (step <= last)
                return false;
            last = step;
        }
        return true;
    }

    private static async Task RecountAsync(LsKdContext context, MetricSummaryRow row, CancellationToken cancel)
    {
        (row.Count, row.Min, row.Max) = (0, null, null);
        var (run, tag) = (row.RunKey, row.TagKey);
        var points = context.Metrics.AsNoTracking().Where(m => m.RunKey == run && m.TagKey == tag)
            .OrderBy(m => m.Step).Select(m => new { m.Step, m.Value }).AsAsyncEnumerable();
        await foreach (var point in points.WithCancellation(cancel))
            Add(row, point.Step, point.Value ?? double.NaN);
    }

    private static void Add(MetricSummaryRow row, long step, double value)
    {
        row.Count++;
        (row.Last, row.LastStep) = (double.IsNaN(value) ? null : value, step);
        if (double.IsNaN(value))
            return;
        if (row.Min is null || value < row.Min)
            (row.Min, row.MinStep) = (value, step);
        if (row.Max is null || value > row.Max)
            (row.Max, row.MaxStep) = (value, step);
    }
}
