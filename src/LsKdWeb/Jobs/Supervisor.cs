using System.Data.Common;
using LsKd.Core.Runs;
using LsKd.Store;
using LsKd.Store.Commands;
using LsKd.Store.Contracts;
using LsKd.Store.Ingest;
using LsKdWeb.Hosting;
using LsKdWeb.Jobs.Launching;
using LsKdWeb.Jobs.Launching.Slurm;
using LsKdWeb.Jobs.Scheduling;

namespace LsKdWeb.Jobs;

/// <summary>
/// The job engine: follows the logs of running workers, notices those that died, and starts the next in the queue. All its memory
/// is the store's, so that a server killed at any point goes on where it was.
/// </summary>
internal sealed class Supervisor(
    RunLifecycle lifecycle, IRunFeed feed, RunIngestor ingestor, WorkerWatch watch, RunStarter starter, IJobLauncher launcher,
    SiteSettingsFile settings, SiteHealth health, HomeFolder home, ILogger<Supervisor> log) : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan QueueEvery = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim _one = new(1, 1);
    private volatile bool _queueChanged = true;
    private long _queueLooked;

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
            var active = await lifecycle.ActiveAsync(cancel);
            foreach (var run in active)
                await FollowAsync(run, cancel);
            if (await watch.LookAsync(active, cancel))
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
        foreach (var run in await lifecycle.ActiveAsync(CancellationToken.None))
            await lifecycle.AskToMakeWayAsync(run.Id, CancellationToken.None);
        await DrainAsync(cancellationToken);
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
        catch (Exception e) when (e is DbException or IOException or SlurmSilentException or UnauthorizedAccessException or StoreUnavailableException or Microsoft.EntityFrameworkCore.DbUpdateException)
        {
            var message = $"The job engine cannot go on: {(e.InnerException ?? e).Message} Running workers are not affected; it tries again by itself.";
            health.Report("store", message);
            log.LogError(e, "{Message}", message);
            await Task.Delay(TimeSpan.FromSeconds(1), CancellationToken.None);
        }
        catch (Exception e)
        {
            health.Report("store", $"The job engine met a defect: {e.Message}");
            log.LogError(e, "The job engine met a defect.");
            await Task.Delay(TimeSpan.FromSeconds(1), CancellationToken.None);
        }
    }

    private Task FollowAsync(ActiveRun run, CancellationToken cancel) => ingestor.FollowAsync(run.Id, run.Attempt, cancel);

    private async Task StartNextAsync(CancellationToken cancel)
    {
        (_queueChanged, _queueLooked) = (false, Environment.TickCount64);
        var waiting = await lifecycle.WaitingAsync(cancel);
        if (waiting.Count == 0 || !HasRoom())
            return;
        var active = (await lifecycle.ActiveAsync(cancel)).Where(r => r.Launcher == launcher.Name).ToList();
        var slots = launcher.OwnsQueue ? null : new Slots(settings.Current.CpuSlots, settings.Current.Gpus ?? GpuCount.Detect());
        var jobs = launcher.OwnsQueue ? active.Where(r => r.Handle.Length > 0).ToDictionary(r => r.Id, r => r.Handle) : null;
        foreach (var decision in Scheduler.Decide(waiting, active.Select(r => r.Device), slots, jobs).ToList())
            await ApplyAsync(decision, waiting, cancel);
    }

    private Task ApplyAsync(Decision decision, IReadOnlyList<WaitingRun> waiting, CancellationToken cancel) => decision switch
    {
        StartRun start => starter.StartAsync(waiting.First(r => r.Id == start.Id), start, cancel),
        FailRun fail => lifecycle.SetAsideAsync(fail.Id, RunState.Failed, fail.Reason, cancel),
        ExplainRun explain when waiting.First(r => r.Id == explain.Id).Reason != explain.Reason =>
            lifecycle.ExplainAsync(explain.Id, explain.Reason, cancel),
        _ => Task.CompletedTask,
    };

    private bool HasRoom()
    {
        var free = new DriveInfo(home.Root).AvailableFreeSpace >> 20;
        var enough = free >= settings.Current.MinFreeMegabytes;
        health.Report("disk", enough ? null : $"Only {free} MiB are free on the disk of {home.Root}: no run is started until {settings.Current.MinFreeMegabytes} MiB are.");
        return enough;
    }

    private async Task DrainAsync(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested && (await lifecycle.ActiveAsync(CancellationToken.None)).Count > 0)
        {
            foreach (var run in await lifecycle.ActiveAsync(CancellationToken.None))
                await FollowAsync(run, CancellationToken.None);
            await watch.LookAsync(await lifecycle.ActiveAsync(CancellationToken.None), CancellationToken.None);
            await Task.Delay(Tick, CancellationToken.None);
        }
    }
}
