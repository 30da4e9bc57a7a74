using System.Data.Common;
using LsKd.Core.Runs;
using LsKd.Store;
using LsKd.Store.Commands;
using LsKd.Store.Contracts;
using LsKd.Store.Ingest;
using LsKdWeb.Jobs.Launching;
using LsKdWeb.Jobs.Launching.Slurm;
using LsKdWeb.Jobs.Scheduling;
using Microsoft.EntityFrameworkCore;

namespace LsKdWeb.Jobs;

/// <summary>
/// The job engine: follows the logs of running workers, notices those that died, and starts the next in the queue. All its memory
/// is the store's, so that a server killed at any point goes on where it was.
/// </summary>
internal sealed class Supervisor(
    RunLifecycle lifecycle, IRunFeed feed, RunIngestor ingestor, WorkerWatch watch, RunStarter starter, IJobLauncher launcher,
    SiteSettingsFile settings, SiteHealth health, DiskRoom room, TimeProvider clock, ILogger<Supervisor> log) : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan QueueEvery = TimeSpan.FromSeconds(5);

    // Runs of one launch come one after another; a cluster gets them together.
    private static readonly TimeSpan Gathering = TimeSpan.FromSeconds(2);
    private readonly SemaphoreSlim _one = new(1, 1);
    private volatile bool _queueChanged = true;
    private long _queueLooked;
    private IReadOnlyList<ActiveRun> _seen = [];

    /// <summary>Whether workers outlive the engine; null leaves it to the settings.</summary>
    public bool? KeepsWorkers { get; set; }

    /// <summary>Makes the next tick look at the queue.</summary>
    public void QueueChanged() => _queueChanged = true;

    /// <summary>Looks once after running and waiting runs.</summary>
    public async Task TickAsync(CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            if (await LookAsync(cancel))
                _queueChanged = true;
            if (_queueChanged || Environment.TickCount64 - _queueLooked > QueueEvery.TotalMilliseconds)
                await StartNextAsync(cancel);
            health.Report("store", null);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (KeepsWorkers ?? settings.Current.KeepWorkersOnShutdown)
            return;
        try
        {
            foreach (var run in await lifecycle.ActiveAsync(CancellationToken.None))
                await lifecycle.AskToMakeWayAsync(run.Id, CancellationToken.None);
            await DrainAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The index cannot be asked: those seen last are told by a signal, and found ended when it can be.
            log.LogError("{Message} Workers are told to end without it.", e.Message);
            foreach (var run in _seen.Where(r => r.Handle.Length > 0))
                await launcher.StopAsync(run.Handle, atOnce: false, CancellationToken.None);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _one.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var hearing = feed.Subscribe(null, change => _queueChanged |= change.StateChanged);
        using var timer = new PeriodicTimer(Tick);
        do
        {
            await TryTickAsync(stoppingToken);
        }
        while (!stoppingToken.IsCancellationRequested && await NextAsync(timer, stoppingToken));
    }

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken cancel)
    {
        try
        {
            return await timer.WaitForNextTickAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    // Trouble with disk or database passes: it is shown, and the next tick tries again.
    private async Task TryTickAsync(CancellationToken cancel)
    {
        try
        {
            await TickAsync(cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
        }
        catch (Exception e) when (e is DbException or IOException or SlurmSilentException or UnauthorizedAccessException or DbUpdateException)
        {
            await MakeRoomAsync(cancel);
            var what = (e is StoreUnavailableException ? e : e.InnerException ?? e).Message;
            Tell($"The job engine cannot go on: {what} Running workers are not affected; it tries again by itself.", e);
            await Task.Delay(TimeSpan.FromSeconds(1), CancellationToken.None);
        }
        catch (Exception e)
        {
            Tell($"The job engine met a defect: {e.Message}", e);
            await Task.Delay(TimeSpan.FromSeconds(1), CancellationToken.None);
        }
    }

    // Where a worker ended for lack of room, the disk may be too full to note it.
    private async Task MakeRoomAsync(CancellationToken cancel)
    {
        try
        {
            var statuses = await launcher.QueryAsync([.. _seen.Select(r => r.Handle).Where(h => h.Length > 0)], cancel);
            if (statuses.Values.Any(s => s.NoRoom))
                room.GiveReserveUp();
        }
        catch (Exception e) when (e is SlurmSilentException or OperationCanceledException)
        {
            // Then it is not known; the next tick asks again.
        }
    }

    private void Tell(string message, Exception? defect)
    {
        // A damaged database answers some questions still: that is no sign of its being well again.
        if (health.Report(defect is StoreUnavailableException { IsCorrupt: true } ? "database" : "store", message))
            log.LogError(defect is IOException ? null : defect, "{Message}", message);
    }

    // Logs are read before workers are judged: what was written while the index could not be is a sign of life too.
    private async Task<bool> LookAsync(CancellationToken cancel)
    {
        var trouble = new List<string>();
        foreach (var run in await lifecycle.ActiveAsync(cancel))
            await RunTrouble.CatchAsync(run.Id, trouble, () => ingestor.FollowAsync(run.Id, run.Attempt, cancel));
        _seen = await lifecycle.ActiveAsync(cancel);
        var ended = await watch.LookAsync(_seen, trouble, cancel);
        if (health.Report("runs", trouble.Count == 0 ? null : string.Join(" ", trouble)) && trouble.Count > 0)
            log.LogError("{Trouble}", string.Join(" ", trouble));
        return ended;
    }

    private async Task StartNextAsync(CancellationToken cancel)
    {
        (_queueChanged, _queueLooked) = (false, Environment.TickCount64);
        var waiting = await lifecycle.WaitingAsync(cancel);
        if (!room.Look() || waiting.Count == 0 || await launcher.ObstacleAsync(cancel) is not null)
            return;
        if (launcher.OwnsQueue && IsGathering(waiting))
        {
            _queueChanged = true;
            return;
        }
        var active = (await lifecycle.ActiveAsync(cancel)).Where(r => r.Launcher == launcher.Name).ToList();
        var slots = launcher.OwnsQueue ? null : new Slots(settings.Current.CpuSlots, settings.Current.Gpus ?? GpuCount.Detect());
        var jobs = launcher.OwnsQueue ? active.Where(r => r.Handle.Length > 0).ToDictionary(r => r.Id, r => r.Handle) : null;
        var decisions = Scheduler.Decide(waiting, active.Select(r => r.Device), slots, jobs).ToList();
        foreach (var decision in decisions)
            await ApplyAsync(decision, waiting, cancel);
        var starts = decisions.OfType<StartRun>().ToList();
        var byId = waiting.ToDictionary(r => r.Id);
        await starter.StartAsync([.. starts.Select(s => (byId[s.Id], s))], cancel);
        // Their students can follow them into the launcher's queue.
        _queueChanged |= launcher.OwnsQueue && starts.Count > 0;
    }

    private bool IsGathering(IReadOnlyList<WaitingRun> waiting)
    {
        var age = clock.GetUtcNow() - waiting.Max(r => r.Created);
        return age >= TimeSpan.Zero && age < Gathering;
    }

    private Task ApplyAsync(Decision decision, IReadOnlyList<WaitingRun> waiting, CancellationToken cancel) => decision switch
    {
        FailRun fail => lifecycle.SetAsideAsync(fail.Id, RunState.Failed, fail.Reason, cancel),
        ExplainRun explain when waiting.First(r => r.Id == explain.Id).Reason != explain.Reason =>
            lifecycle.ExplainAsync(explain.Id, explain.Reason, cancel),
        _ => Task.CompletedTask,
    };

    private async Task DrainAsync(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested && (await lifecycle.ActiveAsync(CancellationToken.None)).Count > 0)
        {
            await LookAsync(CancellationToken.None);
            await Task.Delay(Tick, CancellationToken.None);
        }
    }
}
