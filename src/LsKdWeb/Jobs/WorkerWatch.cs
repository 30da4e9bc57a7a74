using System.Text.Json;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Store.Commands;
using LsKd.Store.Ingest;
using LsKdWeb.Hosting;
using LsKdWeb.Jobs.Launching;
using LsKdWeb.Jobs.Launching.Slurm;

namespace LsKdWeb.Jobs;

/// <summary>
/// Watches running workers: closes attempts whose worker is gone, and ends workers that were asked to stop and do not. Waiting times
/// are measured by the monotonic clock, so that a clock that jumps kills nobody.
/// </summary>
internal sealed class WorkerWatch(
    RunLifecycle lifecycle, RunIngestor ingestor, IJobLauncher launcher, SiteSettingsFile settings, HomeFolder home, DiskRoom room,
    TimeProvider clock, ILogger<WorkerWatch> log)
{
    private static readonly TimeSpan SecondLook = TimeSpan.FromSeconds(10);
    private readonly Dictionary<string, Sighting> _sightings = [];
    private readonly HashSet<(string Id, int Attempt)> _outOfRoom = [];

    /// <summary>Looks once at each run; returns whether any attempt ended.</summary>
    /// <param name="active">The runs, read after their logs were.</param>
    /// <param name="trouble">Told what is wrong with a run's files; the others are looked at all the same.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<bool> LookAsync(IReadOnlyList<ActiveRun> active, ICollection<string> trouble, CancellationToken cancel)
    {
        foreach (var gone in _sightings.Keys.Except(active.Select(r => r.Id)).ToList())
            _sightings.Remove(gone);
        var found = await FindHandlesAsync(active, cancel);
        var statuses = await launcher.QueryAsync([.. found.Select(r => r.Handle).Where(h => h.Length > 0)], cancel);
        var ended = false;
        foreach (var run in found)
            await RunTrouble.CatchAsync(run.Id, trouble, async () => ended |= await LookAsync(run, statuses, cancel));
        return ended;
    }

    private async Task<bool> LookAsync(ActiveRun run, IReadOnlyDictionary<string, JobStatus> statuses, CancellationToken cancel)
    {
        var status = run.Handle.Length == 0
            ? new JobStatus(JobPhase.Gone, "the server ended before it was started", Blameless: true)
            : statuses.GetValueOrDefault(run.Handle, new JobStatus(JobPhase.Unknown));
        switch (status.Phase)
        {
            case JobPhase.Running:
                if (run.State is RunState.Queued)
                    await lifecycle.RunsAsync(run.Id, run.Attempt, cancel);
                await PressAsync(run, cancel);
                return false;
            // In a launcher's queue nobody reads the request to stop.
            case JobPhase.Waiting when run.StopKind is not null:
                await launcher.StopAsync(run.Handle, atOnce: false, cancel);
                return false;
            case JobPhase.Waiting:
                if (run.State is not RunState.Queued || run.RunReason != status.Detail)
                    await lifecycle.WaitsAsync(run.Id, run.Attempt, status.Detail, cancel);
                return false;
            case JobPhase.Gone:
                await CloseAsync(run, status, cancel);
                return true;
            // A worker that wrote runs, though its launcher cannot say so.
            case JobPhase.Unknown when run is { State: RunState.Queued, HasWritten: true }:
                await lifecycle.RunsAsync(run.Id, run.Attempt, cancel);
                return false;
            default:
                return false;
        }
    }

    // A server may have been killed between starting a worker and noting its handle.
    private async Task<IReadOnlyList<ActiveRun>> FindHandlesAsync(IReadOnlyList<ActiveRun> active, CancellationToken cancel)
    {
        var found = new List<ActiveRun>();
        foreach (var run in active)
        {
            if (run.Handle.Length > 0)
                found.Add(run);
            else if (await FindHandleAsync(run, cancel) is { } handle)
                found.Add(run with { Handle = handle });
        }
        return found;
    }

    // Empty where it never started; null while the launcher is silent.
    private async Task<string?> FindHandleAsync(ActiveRun run, CancellationToken cancel)
    {
        try
        {
            if (await launcher.FindAsync(home.Run(run.Id), run.Attempt, cancel) is not { } handle)
                return "";
            await lifecycle.LaunchedAsync(run.Id, run.Attempt, handle, cancel);
            return handle;
        }
        catch (SlurmSilentException)
        {
            return null;
        }
    }

    private async Task CloseAsync(ActiveRun run, JobStatus status, CancellationToken cancel)
    {
        // What the worker wrote last may have come after the log was followed.
        await ingestor.FollowAsync(run.Id, run.Attempt, cancel);
        var last = (await lifecycle.ActiveAsync(cancel)).FirstOrDefault(r => r.Id == run.Id && r.Attempt == run.Attempt) ?? run;
        var folder = home.Run(run.Id);
        // What was seen running did begin, whatever its launcher remembers.
        if (!status.Began && run.State is RunState.Running)
            status = status with { Began = true, Cancelled = false };
        if (_sightings.TryGetValue(run.Id, out var seen) && seen.KilledFor is { } why)
            status = status with { Detail = why, Cancelled = false };
        if (status.NoRoom && (_outOfRoom.Contains((run.Id, run.Attempt)) || !room.Look()))
        {
            // It may take a while until this can be noted; by then there may be room again.
            _outOfRoom.Add((run.Id, run.Attempt));
            status = status with { Blameless = true };
        }
        var end = AttemptJudge.Judge(last, status, Result(folder), WorkerLog.Tail(folder), settings.Current.CrashRetries);
        await CloseAsync(run, end, status.Next, cancel);
        _outOfRoom.Remove((run.Id, run.Attempt));
        log.LogInformation("Run {Id}, attempt {Attempt}: {State}. {Reason}", run.Id, run.Attempt, end.Next, end.Reason);
    }

    private async Task CloseAsync(ActiveRun run, AttemptEnd end, string? next, CancellationToken cancel)
    {
        if (next is not null && end.Next is RunState.Interrupted)
        {
            await lifecycle.GoOnAsync(run.Id, run.Attempt, end, next, cancel);
            return;
        }
        await lifecycle.EndAsync(run.Id, run.Attempt, end, cancel);
        // A controller that was killed may have forgotten how far a job was, and starts it again.
        if (next is not null)
            await launcher.StopAsync(next, atOnce: false, cancel);
    }

    private async Task PressAsync(ActiveRun run, CancellationToken cancel)
    {
        var seen = Note(run);
        var now = clock.GetTimestamp();
        var grace = TimeSpan.FromSeconds(settings.Current.StopGraceSeconds);
        if (seen.StopSeen is { } asked && clock.GetElapsedTime(asked, now) > grace)
            await KillAsync(run, seen, $"it did not stop within {grace.TotalSeconds:0} s and was killed", cancel);
        else if (IsSilent(seen, now))
            await KillAsync(run, seen, $"it gave no sign of life for {settings.Current.SilentMinutes} minutes and was killed", cancel);
    }

    // A machine or a server that slept missed the signs of life, too: only silence while it looked on counts.
    private bool IsSilent(Sighting seen, long now)
    {
        if (clock.GetElapsedTime(seen.HeartbeatSeen, now) <= TimeSpan.FromMinutes(settings.Current.SilentMinutes))
        {
            seen.Suspected = null;
            return false;
        }
        seen.Suspected ??= now;
        return clock.GetElapsedTime(seen.Suspected.Value, now) >= SecondLook;
    }

    private async Task KillAsync(ActiveRun run, Sighting seen, string why, CancellationToken cancel)
    {
        if (seen.KilledFor is null)
            log.LogWarning("Run {Id}: {Why}.", run.Id, why);
        seen.KilledFor ??= why;
        await launcher.StopAsync(run.Handle, atOnce: true, cancel);
    }

    private Sighting Note(ActiveRun run)
    {
        var now = clock.GetTimestamp();
        if (!_sightings.TryGetValue(run.Id, out var seen) || seen.Attempt != run.Attempt)
            _sightings[run.Id] = seen = new Sighting { Attempt = run.Attempt, Heartbeat = run.Heartbeat, HeartbeatSeen = now };
        if (seen.Heartbeat != run.Heartbeat)
            (seen.Heartbeat, seen.HeartbeatSeen) = (run.Heartbeat, now);
        seen.StopSeen = run.StopKind is null ? null : seen.StopSeen ?? now;
        return seen;
    }

    private static RunResult? Result(RunFolder folder)
    {
        try
        {
            return File.Exists(folder.ResultFile)
                ? JsonSerializer.Deserialize<RunResult>(File.ReadAllText(folder.ResultFile), SpecJson.Options)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed class Sighting
    {
        public int Attempt { get; init; }
        public DateTimeOffset? Heartbeat { get; set; }
        public long HeartbeatSeen { get; set; }
        public long? StopSeen { get; set; }
        public long? Suspected { get; set; }
        public string? KilledFor { get; set; }
    }
}
