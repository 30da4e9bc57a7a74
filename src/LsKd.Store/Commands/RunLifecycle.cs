using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Store.Database;
using LsKd.Store.Database.Rows;
using LsKd.Store.Folders;
using Microsoft.EntityFrameworkCore;

namespace LsKd.Store.Commands;

/// <summary>A run that may have a worker.</summary>
public sealed record ActiveRun(
    string Id, RunState State, int Attempt, string Launcher, string Handle, string Device, DateTimeOffset AttemptStarted,
    string? StopKind, DateTimeOffset? StopAsked, int Crashes, DateTimeOffset? Heartbeat, string Outcome, string Reason)
{
    /// <summary>Why the run is in its state, for people.</summary>
    public string RunReason { get; init; } = "";

    /// <summary>Whether the attempt's worker has written anything.</summary>
    public bool HasWritten { get; init; }

    /// <summary>Its place among the runs that wait; higher ones start first.</summary>
    public int Priority { get; init; }
}

/// <summary>A run that waits, with the states of those it waits for (null where one is gone).</summary>
public sealed record WaitingRun(
    string Id, RunState State, string Reason, int Priority, DateTimeOffset Created, ResourceSpec Resources, int Crashes, int Attempt,
    IReadOnlyList<(string Id, RunState? State, string Reason)> DependsOn);

/// <summary>How an attempt ended, and what becomes of its run.</summary>
/// <param name="Next">The run's next state.</param>
/// <param name="Outcome">The attempt's outcome in a word.</param>
/// <param name="Reason">Why, for people.</param>
/// <param name="LogTail">The worker's last lines, where it died.</param>
/// <param name="Crashed">Whether it counts against the limit of retries.</param>
public sealed record AttemptEnd(RunState Next, string Outcome, string Reason, string LogTail = "", bool Crashed = false);

/// <summary>The steps of a run's life that the supervisor decides. Each is refused unless the run is where it should be.</summary>
public sealed class RunLifecycle
{
    private readonly RunEditor _editor;
    private readonly IStoreContexts _contexts;
    private readonly RunFolders _folders;

    internal RunLifecycle(RunEditor editor, IStoreContexts contexts, RunFolders folders) =>
        (_editor, _contexts, _folders) = (editor, contexts, folders);

    /// <summary>Runs that may have a worker, or a job in a cluster's queue.</summary>
    public Task<IReadOnlyList<ActiveRun>> ActiveAsync(CancellationToken cancel = default) => _contexts.UseAsync<IReadOnlyList<ActiveRun>>(async context =>
    {
        var rows = await (
            from run in context.Runs.AsNoTracking()
            where run.State == RunState.Running || run.State == RunState.Stopping || run.State == RunState.Queued
            join attempt in context.Attempts on new { RunKey = run.Key, Number = run.Attempt } equals new { attempt.RunKey, attempt.Number }
            where run.State != RunState.Queued || attempt.Ended == null
            select new { run, attempt, hasWritten = context.Ingests.Any(i => i.RunKey == run.Key && i.Attempt == attempt.Number) }).ToListAsync(cancel);
        return [.. rows.Select(r => new ActiveRun(
            r.run.Id, r.run.State, r.run.Attempt, r.attempt.Launcher, r.attempt.Handle, r.attempt.Device, r.attempt.Started,
            r.run.StopKind, r.run.StopAsked, r.run.Crashes, r.run.ProgressAt, r.attempt.Outcome, r.attempt.Reason) 
        {
            RunReason = r.run.Reason, Priority = r.run.Priority, HasWritten = r.hasWritten,
        })];
    }, cancel);

    /// <summary>Runs that wait, in the order in which they should start.</summary>
    public Task<IReadOnlyList<WaitingRun>> WaitingAsync(CancellationToken cancel = default) => _contexts.UseAsync<IReadOnlyList<WaitingRun>>(async context =>
    {
        var rows = await context.Runs.AsNoTracking()
            .Where(r => r.State == RunState.Queued || r.State == RunState.Interrupted)
            .Where(r => !context.Attempts.Any(a => a.RunKey == r.Key && a.Number == r.Attempt && a.Ended == null))
            .OrderByDescending(r => r.Priority).ThenBy(r => r.Created).ThenBy(r => r.Key)
            .ToListAsync(cancel);
        if (rows.Count == 0)
            return [];
        var dependencies = await DependenciesAsync(context, cancel);
        return [.. rows.Select(r => new WaitingRun(
            r.Id, r.State, r.Reason, r.Priority, r.Created, SpecJson.Read(r.SpecJson).Resources, r.Crashes, r.Attempt,
            [.. dependencies[r.Key].Select(d => (d.Id, d.State, d.Reason))]))];
    }, cancel);

    /// <summary>Takes a waiting run for a new attempt; returns its number, or null when the run no longer waits.</summary>
    /// <param name="id">The run.</param>
    /// <param name="launcher">Who starts its worker.</param>
    /// <param name="device">What it occupies.</param>
    /// <param name="waitsFor">Why its worker does not start at once, for a launcher with a queue of its own; the run stays queued.</param>
    /// <param name="cancel">Gives up.</param>
    public Task<int?> ClaimAsync(string id, string launcher, string device, string? waitsFor = null, CancellationToken cancel = default) =>
        _editor.EditAsync(id, edit =>
        {
            if (edit.Row.State is not (RunState.Queued or RunState.Interrupted) || edit.HasOpenAttempt)
                return Task.FromResult<int?>(null);
            // An attempt that the folder alone knows was never started: the index could not note it.
            var known = edit.Record.Attempts.Where(a => a.Number <= edit.Row.Attempt || a.Handle.Length > 0 || a.Ended is not null).ToList();
            edit.Record = edit.Record with { Attempts = known };
            var number = Math.Max(edit.Row.Attempt, known.Count) + 1;
            Open(edit, new RunAttempt(number, launcher, "", edit.Now, null, "", "") { Device = device });
            edit.Enter(waitsFor is null ? RunState.Running : RunState.Queued, waitsFor ?? "");
            _folders.WriteStopRequest(id, null);
            return Task.FromResult<int?>(number);
        }, cancel);

    /// <summary>Says that an attempt's worker still waits in its launcher's queue, and why.</summary>
    public Task WaitsAsync(string id, int attempt, string reason, CancellationToken cancel = default) =>
        _editor.EditAsync(id, edit =>
        {
            if (edit.IsAt(attempt) && edit.Row.State is RunState.Running or RunState.Queued)
                edit.Enter(RunState.Queued, reason);
        }, cancel);

    /// <summary>Says that an attempt's worker runs, after it waited.</summary>
    public Task RunsAsync(string id, int attempt, CancellationToken cancel = default) =>
        _editor.EditAsync(id, edit =>
        {
            if (edit.IsAt(attempt) && edit.Row.State is RunState.Queued)
                edit.Enter(RunState.Running, "");
        }, cancel);

    /// <summary>Closes an attempt whose launcher takes the same job up again by itself, and opens the next with the job's new handle.</summary>
    public Task GoOnAsync(string id, int attempt, AttemptEnd end, string handle, CancellationToken cancel = default) =>
        ChangeAttemptAsync(
            id, attempt,
            a => a with { Outcome = end.Outcome, Reason = end.Reason, LogTail = end.LogTail },
            edit =>
            {
                edit.Row.Crashes += end.Crashed ? 1 : 0;
                var before = edit.Record.Attempts.First(a => a.Number == attempt);
                var asked = (edit.Row.StopKind, edit.Row.StopAsked);
                Open(edit, new RunAttempt(attempt + 1, before.Launcher, handle, edit.Now, null, "", "") { Device = before.Device });
                (edit.Row.StopKind, edit.Row.StopAsked) = asked;
                if (edit.Row.State is not RunState.Stopping)
                    edit.Enter(RunState.Queued, end.Reason);
            },
            cancel, closes: true);

    /// <summary>Notes how an attempt's worker is found again.</summary>
    public Task LaunchedAsync(string id, int attempt, string handle, CancellationToken cancel = default) =>
        ChangeAttemptAsync(id, attempt, a => a with { Handle = handle }, _ => { }, cancel);

    /// <summary>Closes an attempt. Its log must have been read to the end; nothing is read from it afterwards.</summary>
    public Task EndAsync(string id, int attempt, AttemptEnd end, CancellationToken cancel = default) =>
        ChangeAttemptAsync(
            id, attempt,
            a => a with { Outcome = end.Outcome, Reason = end.Reason, LogTail = end.LogTail },
            edit =>
            {
                edit.Row.Crashes += end.Crashed ? 1 : 0;
                (edit.Row.StopKind, edit.Row.StopAsked) = (null, null);
                RunRows.Rest(edit.Row, end.Next);
                edit.Row.ResultJson = Result(id) ?? edit.Row.ResultJson;
                edit.Enter(end.Next, end.Reason);
                _folders.WriteStopRequest(id, null);
            },
            cancel, closes: true);

    /// <summary>Puts a waiting run aside: its teacher failed, or was cancelled.</summary>
    public Task SetAsideAsync(string id, RunState state, string reason, CancellationToken cancel = default) =>
        _editor.EditAsync(id, edit =>
        {
            if (edit.Row.State is RunState.Queued or RunState.Interrupted && !edit.HasOpenAttempt)
                edit.Enter(state, reason);
        }, cancel);

    /// <summary>Says why a run still waits.</summary>
    public Task ExplainAsync(string id, string reason, CancellationToken cancel = default) =>
        _editor.EditAsync(id, edit =>
        {
            if (edit.Row.State is RunState.Queued && !edit.HasOpenAttempt)
                edit.Row.Reason = reason;
        }, cancel);

    /// <summary>Asks a worker to write a checkpoint and make way, or a job to leave its queue; the run is resumed later.</summary>
    public Task AskToMakeWayAsync(string id, CancellationToken cancel = default) =>
        _editor.EditAsync(id, edit =>
        {
            if (!edit.HasOpenAttempt || edit.Row.State is not (RunState.Running or RunState.Queued))
                return;
            _folders.WriteStopRequest(id, "requeue");
            (edit.Row.StopKind, edit.Row.StopAsked) = ("requeue", edit.Now);
        }, cancel);

    private static void Open(RunEdit edit, RunAttempt attempt)
    {
        edit.Context.Attempts.Add(RunRows.Attempt(edit.Row.Key, attempt));
        (edit.Row.Attempt, edit.Row.Phase) = (attempt.Number, "starting");
        (edit.Row.SamplesPerSecond, edit.Row.SecondsLeft, edit.Row.StopKind, edit.Row.StopAsked) = (0, null, null, null);
        edit.Record = edit.Record with { Attempts = [.. edit.Record.Attempts, attempt] };
    }

    private Task ChangeAttemptAsync(
        string id, int number, Func<RunAttempt, RunAttempt> change, Action<RunEdit> more, CancellationToken cancel, bool closes = false) =>
        _editor.EditAsync(id, async edit =>
        {
            var row = await edit.Context.Attempts.FindAsync([edit.Row.Key, number], cancel);
            if (row is not { Ended: null } || edit.Row.Attempt != number)
                return false;
            var now = change(Attempt(row) with { Ended = closes ? edit.Now : null });
            (row.Handle, row.Ended, row.Outcome, row.Reason, row.LogTail) = (now.Handle, now.Ended, now.Outcome, now.Reason, now.LogTail);
            edit.Record = edit.Record with { Attempts = [.. edit.Record.Attempts.Where(a => a.Number != number), now] };
            more(edit);
            return true;
        }, cancel);

    private string? Result(string id) => _folders.ReadResult(id) is { } result
        ? System.Text.Json.JsonSerializer.Serialize(result, SpecJson.Options)
        : null;

    private static RunAttempt Attempt(AttemptRow row) =>
        new(row.Number, row.Launcher, row.Handle, row.Started, row.Ended, row.Outcome, row.Reason) { Device = row.Device, LogTail = row.LogTail };

    private static async Task<ILookup<int, (string Id, RunState? State, string Reason)>> DependenciesAsync(LsKdContext context, CancellationToken cancel)
    {
        var rows = await (
            from run in context.Runs.AsNoTracking()
            where run.State == RunState.Queued || run.State == RunState.Interrupted
            join dependency in context.Dependencies on run.Key equals dependency.RunKey
            join needed in context.Runs on dependency.DependsOn equals needed.Id into found
            from needed in found.DefaultIfEmpty()
            select new { run.Key, dependency.DependsOn, State = (RunState?)needed!.State, needed.Reason }).ToListAsync(cancel);
        return rows.ToLookup(r => r.Key, r => (r.DependsOn, r.State, r.Reason ?? ""));
    }
}
