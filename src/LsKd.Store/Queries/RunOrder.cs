using System.Linq.Expressions;
using LsKd.Store.Contracts;
using LsKd.Store.Database;
using LsKd.Store.Database.Rows;
using Microsoft.EntityFrameworkCore;

namespace LsKd.Store.Queries;

/// <summary>The order of a query, in SQL; ties by age, so that pages never overlap.</summary>
internal static class RunOrder
{
    private static readonly Dictionary<string, Expression<Func<RunRow, object?>>> Columns = new(StringComparer.OrdinalIgnoreCase)
    {
        ["created"] = r => r.Created,
        ["started"] = r => r.Started,
        ["ended"] = r => r.Ended,
        ["name"] = r => r.Name,
        ["id"] = r => r.Id,
        ["task"] = r => r.Task,
        ["state"] = r => r.State,
        ["dataset"] = r => r.Dataset,
        ["model"] = r => r.Model,
        ["objective"] = r => r.Objective,
        ["smoothing"] = r => r.Smoothing,
        ["temperature"] = r => r.Temperature,
        ["seed"] = r => r.Seed,
        ["teacher"] = r => r.TeacherId,
        ["study"] = r => r.StudyId,
        ["role"] = r => r.Role,
        ["cell"] = r => r.Cell,
        ["priority"] = r => r.Priority,
        ["attempt"] = r => r.Attempt,
        ["epoch"] = r => r.Epoch,
    };

    /// <summary>Orders by a column or by <c>metric:TAG:last|min|max</c>.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public static async Task<IQueryable<RunRow>> ApplyAsync(LsKdContext context, IQueryable<RunRow> runs, RunQuery query, CancellationToken cancel)
    {
        if (query.SortBy.StartsWith("metric:", StringComparison.OrdinalIgnoreCase))
            return await ByMetricAsync(context, runs, query, cancel);
        var column = Columns.GetValueOrDefault(query.SortBy)
            ?? throw new ArgumentException($"Runs cannot be sorted by \"{query.SortBy}\".", nameof(query));
        return query.Descending
            ? runs.OrderByDescending(column).ThenByDescending(r => r.Key)
            : runs.OrderBy(column).ThenBy(r => r.Key);
    }

    // Runs without the metric come last whichever way it is sorted.
    private static async Task<IQueryable<RunRow>> ByMetricAsync(LsKdContext context, IQueryable<RunRow> runs, RunQuery query, CancellationToken cancel)
    {
        var (tag, which) = Parse(query.SortBy);
        var key = await context.MetricTags.Where(t => t.Name == tag).Select(t => t.Key).SingleOrDefaultAsync(cancel);
        var valued =
            from run in runs
            join summary in context.MetricSummaries.Where(s => s.TagKey == key) on run.Key equals summary.RunKey into found
            from summary in found.DefaultIfEmpty()
            select new { run, value = which == "min" ? summary!.Min : which == "max" ? summary!.Max : summary!.Last };
        var known = valued.OrderBy(v => v.value == null);
        return (query.Descending
            ? known.ThenByDescending(v => v.value).ThenByDescending(v => v.run.Key)
            : known.ThenBy(v => v.value).ThenBy(v => v.run.Key)).Select(v => v.run);
    }

    private static (string Tag, string Which) Parse(string sortBy)
    {
        var rest = sortBy["metric:".Length..];
        var colon = rest.LastIndexOf(':');
        var which = colon < 0 ? "last" : rest[(colon + 1)..].ToLowerInvariant();
        return which is "last" or "min" or "max"
            ? (colon < 0 ? rest : rest[..colon], which)
            : throw new ArgumentException($"\"{which}\" is not last, min or max.", nameof(sortBy));
    }
}
