using LsKd.Core.Events;
using LsKd.Store.Contracts;
using LsKd.Store.Database;
using LsKd.Store.Database.Rows;
using LsKd.Store.Feed;
using LsKd.Store.Folders;
using Microsoft.EntityFrameworkCore;

namespace LsKd.Store.Ingest;

/// <summary>
/// Follows event logs into the index. Rows and the offset of the log are committed together, so that each event counts exactly
/// once whatever is killed when.
/// </summary>
public sealed class RunIngestor
{
    private readonly StoreWriter _writer;
    private readonly IStoreContexts _contexts;
    private readonly RunFolders _folders;
    private readonly EventApplier _applier;
    private readonly MetricTags _tags;
    private readonly RunFeed _feed;

    internal RunIngestor(StoreWriter writer, IStoreContexts contexts, RunFolders folders, EventApplier applier, MetricTags tags, RunFeed feed) =>
        (_writer, _contexts, _folders, _applier, _tags, _feed) = (writer, contexts, folders, applier, tags, feed);

    /// <summary>Reads what an attempt's log has gained; returns the number of events.</summary>
    /// <exception cref="KeyNotFoundException">There is no such run.</exception>
    public async Task<int> FollowAsync(string id, int attempt, CancellationToken cancel = default)
    {
        var path = _folders.Of(id).EventLog(attempt);
        if (!File.Exists(path))
            return 0;
        var offset = await OffsetAsync(id, attempt, cancel);
        var count = 0;
        for (var stretch = EventLogReader.Read(path, offset); !stretch.IsEmpty; stretch = EventLogReader.Read(path, stretch.To))
        {
            await CommitAsync(id, attempt, stretch, cancel);
            count += stretch.Events.Count;
        }
        return count;
    }

    private Task<long> OffsetAsync(string id, int attempt, CancellationToken cancel) => _contexts.UseAsync(
        context => context.Ingests
            .Where(i => i.Attempt == attempt && context.Runs.Any(r => r.Key == i.RunKey && r.Id == id))
            .Select(i => i.ReadTo).SingleOrDefaultAsync(cancel), cancel);

    private async Task CommitAsync(string id, int attempt, LogStretch stretch, CancellationToken cancel)
    {
        var tags = await _tags.KeysAsync(stretch.Events.OfType<MetricLogged>().Select(m => m.Tag), cancel);
        var change = await _writer.WriteAsync(async context =>
        {
            var run = await context.Runs.SingleOrDefaultAsync(r => r.Id == id, cancel)
                ?? throw new KeyNotFoundException($"There is no run {id}.");
            await AdvanceAsync(context, run, attempt, stretch, cancel);
            await _applier.ApplyAsync(context, run, attempt, stretch, tags, cancel);
            return new RunChange(id, run.State, false);
        }, cancel);
        _feed.Publish(change);
    }

    private static async Task AdvanceAsync(LsKdContext context, RunRow run, int attempt, LogStretch stretch, CancellationToken cancel)
    {
        var row = await context.Ingests.FindAsync([run.Key, attempt], cancel);
        if (row is null)
            context.Ingests.Add(row = new IngestRow { RunKey = run.Key, Attempt = attempt });
        if (row.ReadTo != stretch.From)
            throw new InvalidOperationException($"Another server reads the events of run {run.Id}.");
        row.ReadTo = stretch.To;
    }
}
