using System.Text.Json;
using LsKd.Core.Events;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Store.Contracts;
using LsKd.Store.Database;
using LsKd.Store.Database.Rows;
using LsKd.Store.Folders;
using Microsoft.EntityFrameworkCore;

namespace LsKd.Store.Queries;

/// <inheritdoc cref="IRunCatalog"/>
internal sealed class RunCatalog(IStoreContexts contexts, RunFolders folders) : IRunCatalog
{
    /// <inheritdoc/>
    public Task<RunPage> QueryAsync(RunQuery query, CancellationToken cancel = default) => contexts.UseAsync(async context =>
    {
        var matching = RunFilter.Apply(context, query);
        var total = await matching.CountAsync(cancel);
        var ordered = await RunOrder.ApplyAsync(context, matching, query, cancel);
        var rows = await ordered.Skip(query.Skip).Take(query.Take).WithoutTexts().ToListAsync(cancel);
        return new RunPage(await RunMapper.SummariesAsync(context, rows, query.Metrics, cancel), total);
    }, cancel);

    /// <inheritdoc/>
    public Task<RunGroups> GroupAsync(
        RunQuery query, IReadOnlyList<string> fields, IReadOnlyList<GroupMetric> metrics, CancellationToken cancel = default) =>
        contexts.UseAsync(context => GroupReader.ReadAsync(context, query, fields, metrics, cancel), cancel);

    /// <inheritdoc/>
    public Task<RunSummary?> FindAsync(string id, IReadOnlyList<string>? metrics = null, CancellationToken cancel = default) =>
        contexts.UseAsync(async context =>
        {
            var rows = await context.Runs.AsNoTracking().Where(r => r.Id == id).WithoutTexts().ToListAsync(cancel);
            return (await RunMapper.SummariesAsync(context, rows, metrics ?? [], cancel)).SingleOrDefault();
        }, cancel);

    /// <inheritdoc/>
    public Task<RunDetails?> DetailsAsync(string id, CancellationToken cancel = default) => contexts.UseAsync(async context =>
    {
        var row = await context.Runs.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, cancel);
        return row is null ? null : await DetailsAsync(context, row, cancel);
    }, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> TagsAsync(string? id = null, CancellationToken cancel = default) => contexts.UseAsync(async context =>
    {
        var tags = id is null ? context.MetricTags.Select(t => t.Name) :
            from run in context.Runs
            where run.Id == id
            join summary in context.MetricSummaries on run.Key equals summary.RunKey
            join tag in context.MetricTags on summary.TagKey equals tag.Key
            select tag.Name;
        return (IReadOnlyList<string>)[.. (await tags.ToListAsync(cancel)).Order(StringComparer.Ordinal)];
    }, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<MetricSeries>> SeriesAsync(
        string id, IReadOnlyList<string> tags, int points = 1000, long? fromStep = null, long? toStep = null, CancellationToken cancel = default) =>
        contexts.UseAsync<IReadOnlyList<MetricSeries>>(async context =>
        {
            var run = await context.Runs.AsNoTracking().Where(r => r.Id == id).Select(r => new { r.Key, r.Started, r.Created }).SingleOrDefaultAsync(cancel);
            if (run is null)
                return [];
            var keys = await context.MetricTags.AsNoTracking().Where(t => tags.Contains(t.Name)).ToDictionaryAsync(t => t.Name, t => t.Key, cancel);
            var series = new List<MetricSeries>();
            foreach (var tag in tags.Where(keys.ContainsKey))
                series.Add(await SeriesReader.ReadAsync(
                    context, run.Key, keys[tag], tag, run.Started ?? run.Created, points, fromStep ?? long.MinValue, toStep ?? long.MaxValue, cancel));
            return series;
        }, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<LogLine>> LogAsync(string id, string search = "", int take = 1000, CancellationToken cancel = default) =>
        contexts.UseAsync<IReadOnlyList<LogLine>>(async context =>
        {
            var lines = context.Logs.AsNoTracking().Where(l => context.Runs.Any(r => r.Key == l.RunKey && r.Id == id));
            if (search.Length > 0)
                lines = lines.Where(l => l.Message.ToLower().Contains(search.ToLower()));
            var last = await lines.OrderByDescending(l => l.Key).Take(take).ToListAsync(cancel);
            return [.. last.AsEnumerable().Reverse().Select(l => new LogLine(l.Time, l.Level, l.Message))];
        }, cancel);

    private async Task<RunDetails> DetailsAsync(LsKdContext context, RunRow row, CancellationToken cancel)
    {
        var tags = await TagNamesAsync(context, row, cancel);
        var summary = (await RunMapper.SummariesAsync(context, [row], tags, cancel)).Single();
        var attempts = await context.Attempts.AsNoTracking().Where(a => a.RunKey == row.Key).OrderBy(a => a.Number).ToListAsync(cancel);
        var files = await context.Artifacts.AsNoTracking().Where(a => a.RunKey == row.Key).OrderBy(a => a.Path).ToListAsync(cancel);
        var stored = files.ConvertAll(f => new StoredFile(f.Kind, f.Name, f.Path, f.Split, f.Epoch, f.Bytes));
        var needed = await context.Dependencies.Where(d => d.RunKey == row.Key).Select(d => d.DependsOn).Order().ToListAsync(cancel);
        var needing = await context.Dependencies.Where(d => d.DependsOn == row.Id)
            .Join(context.Runs, d => d.RunKey, r => r.Key, (_, r) => r.Id).Order().ToListAsync(cancel);
        return new RunDetails(
            summary, SpecJson.Read(row.SpecJson), folders.Of(row.Id), Read<RunResult>(row.ResultJson), Read<RunEnvironment>(row.EnvironmentJson),
            attempts.ConvertAll(RunMapper.Attempt), needed, needing,
            [.. stored.Where(f => f.Kind == "checkpoint")], [.. stored.Where(f => f.Kind != "checkpoint")]);
    }

    private static Task<List<string>> TagNamesAsync(LsKdContext context, RunRow row, CancellationToken cancel) => (
        from summary in context.MetricSummaries
        where summary.RunKey == row.Key
        join tag in context.MetricTags on summary.TagKey equals tag.Key
        select tag.Name).ToListAsync(cancel);

    private static T? Read<T>(string? json)
        where T : class => json is null ? null : JsonSerializer.Deserialize<T>(json, SpecJson.Options);
}
