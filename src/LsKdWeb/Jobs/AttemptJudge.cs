using LsKd.Core.Runs;
using LsKd.Store.Commands;
using LsKdWeb.Jobs.Launching;

namespace LsKdWeb.Jobs;

/// <summary>Decides what becomes of a run whose worker is gone.</summary>
internal static class AttemptJudge
{
    /// <summary>Judges by what the worker said last, else by what the user had asked for, else as a death.</summary>
    /// <param name="run">The run as its log left it.</param>
    /// <param name="status">How the worker went.</param>
    /// <param name="result">The run's result, if its worker wrote one.</param>
    /// <param name="logTail">The worker's last lines.</param>
    /// <param name="retries">Deaths that are forgiven.</param>
    public static AttemptEnd Judge(ActiveRun run, JobStatus status, RunResult? result, string logTail, int retries)
    {
        var said = run.Outcome.Length > 0 ? run.Outcome : result?.Attempt == run.Attempt ? Word(result.State) : "";
        var why = run.Reason.Length > 0 ? run.Reason : result?.Reason ?? "";
        return (said, run.StopKind) switch
        {
            ("interrupted" or "", null) when status.Futile is { } futile => new(RunState.Failed, "time-limit", futile, logTail),
            ("interrupted" or "", null) when status.NoRoom => OutOfRoom(run, status, why, logTail, retries),
            ("succeeded", _) => new(RunState.Succeeded, said, why),
            ("failed", _) => new(RunState.Failed, said, why, logTail),
            (_, "cancel") when !status.Began => new(RunState.Cancelled, "cancelled", "Cancelled by the user before it started."),
            (_, "pause") when !status.Began => new(RunState.Paused, "paused", "Paused by the user before it started."),
            (_, null) when status.Cancelled => new(RunState.Cancelled, "cancelled", $"Cancelled outside this site: {status.Detail}. Resumed, it goes on from its last checkpoint."),
            ("cancelled", _) or ("interrupted" or "paused", "cancel") => new(RunState.Cancelled, "cancelled", "Cancelled by the user; the last checkpoint is kept."),
            ("paused", _) or ("interrupted", "pause") => new(RunState.Paused, "paused", "Paused by the user; a checkpoint is kept."),
            ("interrupted", _) => new(RunState.Interrupted, said, "Made way; goes on from its checkpoint."),
            (_, "requeue") => new(RunState.Interrupted, "interrupted", "Made way; goes on from its last checkpoint."),
            (_, "cancel") => new(RunState.Cancelled, "lost", $"Cancelled by the user. {Sentence(status)}", logTail),
            (_, "pause") => new(RunState.Paused, "lost", $"Paused by the user. {Sentence(status)} It goes on from its last checkpoint, or from the start where it has none yet.", logTail),
            _ => Death(run, status, logTail, retries),
        };
    }

    // Where the site itself sees the room, waiting for it would not end: a quota, or a checkpoint larger than what is kept free.
    private static AttemptEnd OutOfRoom(ActiveRun run, JobStatus status, string why, string logTail, int retries) => status.Blameless
        ? new(RunState.Interrupted, "no-room", $"{Room(why)} It goes on from its last checkpoint, or from the start where it has none yet, as soon as there is room.", logTail)
        : run.Crashes < retries
            ? new(RunState.Interrupted, "no-room", $"{Room(why)} It is taken up again from its last checkpoint, or from the start where it has none yet (retry {run.Crashes + 1} of {retries}).", logTail, Crashed: true)
            : new(RunState.Failed, "no-room", $"{Room(why)} {UsedUp(retries)}", logTail, Crashed: true);

    private static string Room(string why) => why.Length > 0 ? $"{char.ToUpperInvariant(why[0])}{why[1..].TrimEnd('.')}." : "The disk was full.";

    private static string UsedUp(int retries) => retries == 0 ? "No retry is allowed." : $"All retries ({retries}) are used up.";

    private static AttemptEnd Death(ActiveRun run, JobStatus status, string logTail, int retries)
    {
        if (status.Blameless)
            return new(RunState.Interrupted, "lost", $"{Sentence(status)} It goes on from its last checkpoint, or from the start where it has none yet.", logTail);
        var deaths = run.Crashes + 1;
        return deaths > retries
            ? new(RunState.Failed, "lost", $"{Sentence(status)} {UsedUp(retries)}", logTail, Crashed: true)
            : new(RunState.Interrupted, "lost", $"{Sentence(status)} It is taken up again from its last checkpoint, or from the start where it has none yet (retry {deaths} of {retries}).", logTail, Crashed: true);
    }

    private static string Sentence(JobStatus status) => $"The worker died: {status.Detail}.";

    private static string Word(RunState state) => state.ToString().ToLowerInvariant();
}
