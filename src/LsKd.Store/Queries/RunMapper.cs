using LsKd.Core.Runs;
using LsKd.Store.Contracts;
using LsKd.Store.Database;
using LsKd.Store.Database.Rows;
using Microsoft.EntityFrameworkCore;

namespace LsKd.Store.Queries;

/// <summary>Rows into what readers see.</summary>
internal static class RunMapper
{
    /// <summary>Everything of a row but its long texts, which a table does not need.</summary>
    public static IQueryable<RunRow> WithoutTexts(this IQueryable<RunRow> runs) => runs.Select(r => new RunRow
    {
        Key = r.Key, Id = r.Id, Name = r.Name, Task = r.Task, State = r.State, Reason = r.Reason, StateSince = r.StateSince, Created = r.Created,
        Started = r.Started, Ended = r.Ended, Dataset = r.Dataset, Model = r.Model, Objective = r.Objective,
        Smoothing = r.Smoothing, Temperature = r.Temperature, Seed = r.Seed, TeacherId = r.TeacherId, StudyId = r.StudyId,
        Role = r.Role, Cell = r.Cell, Priority = r.Priority, Attempt = r.Attempt, Archived = r.Archived, Notes = r.Notes,
        Phase = r.Phase, Epoch = r.Epoch, Epochs = r.Epochs, Step = r.Step, Steps = r.Steps,
        SamplesPerSecond = r.SamplesPerSecond, SecondsLeft = r.SecondsLeft, ProgressAt = r.ProgressAt,
    });

    /// <summary>Brings tags, times at work and the asked metrics to rows.</summary>
    public static async Task<IReadOnlyList<RunSummary>> SummariesAsync(
        LsKdContext context, IReadOnlyList<RunRow> rows, IReadOnlyList<string> metrics, CancellationToken cancel)
    {
        var keys = rows.Select(r => r.Key).ToList();
        var tags = await context.RunTags.AsNoTracking().Where(t => keys.Contains(t.RunKey)).OrderBy(t => t.Tag).ToListAsync(cancel);
        var byRun = tags.ToLookup(t => t.RunKey, t => t.Tag);
        var values = await MetricsAsync(context, keys, metrics, cancel);
        var took = await TookAsync(context, keys, cancel);
        return [.. rows.Select(r => Summary(r, [.. byRun[r.Key]], values[r.Key].ToDictionary(v => v.Tag, v => v.Summary)) with { Took = took.GetValueOrDefault(r.Key) })];
    }

    /// <summary>An attempt as readers see it.</summary>
    public static RunAttempt Attempt(AttemptRow row) =>
        new(row.Number, row.Launcher, row.Handle, row.Started, row.Ended, row.Outcome, row.Reason) { Device = row.Device, LogTail = row.LogTail };

    private static RunSummary Summary(RunRow row, IReadOnlyList<string> tags, IReadOnlyDictionary<string, MetricSummary> metrics) => new()
    {
        Id = row.Id, Name = row.Name, Task = row.Task, State = row.State, Reason = row.Reason, StateSince = row.StateSince ?? row.Ended ?? row.Started ?? row.Created, Created = row.Created,
        Started = row.Started, Ended = row.Ended, Dataset = row.Dataset, Model = row.Model, Objective = row.Objective,
        Smoothing = row.Smoothing, Temperature = row.Temperature, Seed = row.Seed, TeacherId = row.TeacherId, StudyId = row.StudyId,
        Role = row.Role, Cell = row.Cell, Priority = row.Priority, Attempt = row.Attempt, Archived = row.Archived, Notes = row.Notes,
        Tags = tags, Metrics = metrics, Progress = Progress(row),
    };

    private static async Task<Dictionary<int, TimeSpan?>> TookAsync(LsKdContext context, List<int> keys, CancellationToken cancel)
    {
        var attempts = await context.Attempts.AsNoTracking().Where(a => keys.Contains(a.RunKey))
            .Select(a => new { a.RunKey, a.Started, a.Ended }).ToListAsync(cancel);
        return attempts.GroupBy(a => a.RunKey, a => a.Ended - a.Started).ToDictionary(
            run => run.Key, run => run.All(t => t >= TimeSpan.Zero) ? run.Aggregate((sum, t) => sum + t) : null);
    }

    private static RunProgress? Progress(RunRow row) => row.ProgressAt is { } at
        ? new RunProgress(row.Phase ?? "", row.Epoch, row.Epochs, row.Step, row.Steps, row.SamplesPerSecond, row.SecondsLeft, at)
        : null;

    private static async Task<ILookup<int, (string Tag, MetricSummary Summary)>> MetricsAsync(
        LsKdContext context, List<int> keys, IReadOnlyList<string> names, CancellationToken cancel)
    {
        var rows = names.Count == 0 ? [] : await (
            from summary in context.MetricSummaries.AsNoTracking()
            join tag in context.MetricTags on summary.TagKey equals tag.Key
            where keys.Contains(summary.RunKey) && names.Contains(tag.Name)
            select new { tag.Name, summary }).ToListAsync(cancel);
        return rows.ToLookup(r => r.summary.RunKey, r => (r.Name, Summary(r.summary)));
    }

    private static MetricSummary Summary(MetricSummaryRow row) => new(
        row.Last ?? double.NaN, row.LastStep, row.Min ?? double.NaN, row.MinStep, row.Max ?? double.NaN, row.MaxStep, row.Count);
}
