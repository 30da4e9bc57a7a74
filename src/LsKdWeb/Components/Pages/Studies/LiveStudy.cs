using LsKd.Core.Studies.Reports;
using LsKd.Store.Contracts;
using LsKdWeb.Studies;

namespace LsKdWeb.Components.Pages.Studies;

/// <summary>
/// A launched study followed live: progress is read at most twice a second, the report when a run changed its state or a few seconds of
/// training have passed.
/// </summary>
internal sealed class LiveStudy : IAsyncDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(500), Reread = TimeSpan.FromSeconds(4);
    private readonly StudyReader reader;
    private readonly IRunCatalog catalog;
    private readonly Func<Task> changed;
    private readonly CancellationTokenSource stop = new();
    private readonly IDisposable subscription;
    private readonly TimeProvider clock;
    private readonly string id;
    private volatile bool progressed, stateChanged;
    private Task loop = Task.CompletedTask;

    private LiveStudy(string id, StudyReader reader, IRunCatalog catalog, IRunFeed feed, TimeProvider clock, Func<Task> changed)
    {
        (this.id, this.reader, this.catalog, this.clock, this.changed) = (id, reader, catalog, clock, changed);
        subscription = feed.Subscribe(null, Hear);
    }

    /// <summary>The latest report.</summary>
    public StudyReport Report { get; private set; } = null!;

    /// <summary>The latest state of each of its runs, by id.</summary>
    public IReadOnlyDictionary<string, RunSummary> Latest { get; private set; } = new Dictionary<string, RunSummary>();

    /// <summary>Why the latest reading failed, or null.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Whether every run of the plan ended as planned.</summary>
    public bool Complete => Report.Evidence.Runs.All(r => r.Done);

    /// <summary>Opens a study, or null where none has the id; <paramref name="changed"/> is called after every change.</summary>
    public static async Task<LiveStudy?> OpenAsync(
        string id, StudyReader reader, IRunCatalog catalog, IRunFeed feed, TimeProvider clock, Func<Task> changed)
    {
        if (reader.Find(id) is null)
            return null;
        var study = new LiveStudy(id, reader, catalog, feed, clock, changed);
        await study.ReadReportAsync();
        await study.ReadProgressAsync();
        study.loop = study.FollowAsync();
        return study;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        subscription.Dispose();
        await stop.CancelAsync();
        await loop;
        stop.Dispose();
    }

    private void Hear(RunChange change)
    {
        progressed = true;
        stateChanged |= change.StateChanged;
    }

    private async Task FollowAsync()
    {
        using var timer = new PeriodicTimer(Beat, clock);
        var read = clock.GetTimestamp();
        try
        {
            while (await timer.WaitForNextTickAsync(stop.Token))
            {
                if (!progressed)
                    continue;
                var again = stateChanged || clock.GetElapsedTime(read) > Reread;
                progressed = stateChanged = false;
                await ReadAsync(again);
                read = again ? clock.GetTimestamp() : read;
                await changed();
            }
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
    }

    // A store that cannot be read just now is tried again at the next beat.
    private async Task ReadAsync(bool report)
    {
        try
        {
            if (report)
                await ReadReportAsync();
            await ReadProgressAsync();
            Failure = null;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Failure = e;
            progressed = stateChanged = true;
        }
    }

    private async Task ReadReportAsync() => Report = await reader.ReadAsync(reader.Find(id)!, stop.Token);

    private async Task ReadProgressAsync()
    {
        string[] ids = [.. Report.Evidence.Runs.Select(r => r.RunId).OfType<string>()];
        var page = ids.Length == 0 ? null : await catalog.QueryAsync(new RunQuery { Ids = ids, Archived = null, Take = ids.Length }, stop.Token);
        Latest = page?.Runs.ToDictionary(r => r.Id) ?? [];
    }
}
