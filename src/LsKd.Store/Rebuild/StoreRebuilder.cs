using System.Text.Json;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Store.Commands;
using LsKd.Store.Database;
using LsKd.Store.Database.Rows;
using LsKd.Store.Folders;
using LsKd.Store.Ingest;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LsKd.Store.Rebuild;

/// <summary>What a rebuild found.</summary>
/// <param name="Runs">Runs in the new index.</param>
/// <param name="Events">Events read.</param>
/// <param name="SetAside">Where the old database file went; null when there was none.</param>
/// <param name="Problems">Folders that could not be read, each with its reason.</param>
public sealed record RebuildReport(int Runs, long Events, string? SetAside, IReadOnlyList<string> Problems);

/// <summary>Makes the index again from the run folders. No engine may run meanwhile.</summary>
public sealed class StoreRebuilder
{
    private readonly StoreOptions _options;
    private readonly StoreDatabase _database;
    private readonly StoreWriter _writer;
    private readonly RunFolders _folders;
    private readonly RunIngestor _ingestor;
    private readonly MetricTags _tags;
    private readonly TimeProvider _clock;

    internal StoreRebuilder(
        StoreOptions options, StoreDatabase database, StoreWriter writer, RunFolders folders, RunIngestor ingestor, MetricTags tags, TimeProvider clock) =>
        (_options, _database, _writer, _folders, _ingestor, _tags, _clock) = (options, database, writer, folders, ingestor, tags, clock);

    /// <summary>
    /// Rebuilds. A SQLite index is made beside the old one and takes its place when it is whole; the old one is kept. A PostgreSQL database is
    /// emptied first, and says that it is half made until it is whole.
    /// </summary>
    public async Task<RebuildReport> RebuildAsync(IProgress<string>? progress = null, CancellationToken cancel = default)
    {
        var report = _options.Postgres is null ? await BesideAsync(progress, cancel) : await InPlaceAsync(progress, cancel);
        _tags.Clear();
        return report;
    }

    private async Task<RebuildReport> BesideAsync(IProgress<string>? progress, CancellationToken cancel)
    {
        RebuiltFile.Clear(_options);
        var growing = _options with { DatabaseFile = RebuiltFile.Growing(_options) };
        RebuildReport report;
        await using (var store = new ServiceCollection().AddSingleton(_clock).AddLsKdStore(growing).BuildServiceProvider())
        {
            await store.GetRequiredService<StoreDatabase>().OpenAsync(cancel);
            report = await store.GetRequiredService<StoreRebuilder>().FillAsync(progress, cancel);
            await store.GetRequiredService<StoreWriter>().CheckpointAsync(cancel);
        }
        RebuiltFile.Complete(_options);
        report = report with { SetAside = RebuiltFile.SwapIn(_options, _clock) };
        await _database.OpenAsync(cancel);
        return report;
    }

    private async Task<RebuildReport> InPlaceAsync(IProgress<string>? progress, CancellationToken cancel)
    {
        await _database.ClearAsync(cancel);
        _tags.Clear();
        await _database.OpenAsync(cancel);
        var report = await FillAsync(progress, cancel);
        await _database.FinishAsync(cancel);
        return report;
    }

    private async Task<RebuildReport> FillAsync(IProgress<string>? progress, CancellationToken cancel)
    {
        var (runs, events, problems) = (0, 0L, new List<string>());
        foreach (var id in _folders.Ids())
        {
            try
            {
                events += await AddAsync(id, cancel);
                runs++;
                progress?.Report(id);
            }
            catch (Exception e) when (e is not StoreUnavailableException and (JsonException or IOException or UnauthorizedAccessException))
            {
                problems.Add($"{_folders.Of(id).Root}: {e.Message}");
            }
        }
        return new RebuildReport(runs, events, null, problems);
    }

    /// <summary>Adds one folder that the index does not know; returns the number of events read.</summary>
    public async Task<long> AddAsync(string id, CancellationToken cancel = default)
    {
        var (spec, record) = (_folders.ReadSpec(id), _folders.ReadRecord(id) with { Id = id });
        await _writer.WriteAsync(context => InsertAsync(context, spec, record, cancel), cancel);
        var (attempt, events) = (1, 0L);
        for (; File.Exists(_folders.Of(id).EventLog(attempt)) || attempt <= record.Attempts.Count; attempt++)
            events += await _ingestor.FollowAsync(id, attempt, cancel);
        await _writer.WriteAsync(context => SettleAsync(context, id, cancel), cancel);
        return events;
    }

    // What the last worker said of its progress is over, and a folder from elsewhere has its times in its events alone.
    private static async Task SettleAsync(LsKdContext context, string id, CancellationToken cancel)
    {
        var row = await context.Runs.SingleAsync(r => r.Id == id, cancel);
        if (row.State.IsActive())
            return;
        if (row.ProgressAt is not null)
            RunRows.Rest(row, row.State);
        if (row.State.IsFinal())
            row.StateSince = row.Ended ??= row.ProgressAt ?? row.Created;
    }

    private async Task InsertAsync(LsKdContext context, RunSpec spec, RunRecord record, CancellationToken cancel)
    {
        var row = RunRows.Row(spec, record);
        var result = _folders.ReadResult(record.Id);
        row.Attempt = record.Attempts.Count > 0 ? record.Attempts.Max(a => a.Number) : 0;
        row.ResultJson = result is null ? null : JsonSerializer.Serialize(result, SpecJson.Options);
        Settle(row, record, result);
        context.Runs.Add(row);
        await context.SaveChangesAsync(cancel);
        RunRows.AddParts(context, row, spec, record);
        context.Attempts.AddRange(record.Attempts.Select(a => RunRows.Attempt(row.Key, a)));
    }

    // The verdict speaks; without one an open attempt may still have its worker, and a folder from elsewhere has its result.
    private static void Settle(RunRow row, RunRecord record, RunResult? result)
    {
        if (record.Verdict is { } verdict)
            (row.State, row.Reason, row.StateSince, row.Ended) = (verdict.State, verdict.Reason, verdict.Time, verdict.State.IsFinal() ? verdict.Time : null);
        else if (record.Attempts is [.., { Ended: null } open])
            (row.State, row.StateSince) = (RunState.Running, open.Started);
        else if (record.Attempts.Count == 0 && result is not null)
            (row.State, row.Reason) = (result.State, result.Reason);
        else
            row.State = RunState.Queued;
    }
}
