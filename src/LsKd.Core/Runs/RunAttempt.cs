using System.Text.Json.Serialization;

namespace LsKd.Core.Runs;

/// <summary>One attempt at a run.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Launcher">Who started the worker: <c>local</c> or <c>slurm</c>.</param>
/// <param name="Handle">How the launcher finds the worker again; empty until it started.</param>
/// <param name="Started">When the attempt was decided on.</param>
/// <param name="Ended">When its worker was seen gone.</param>
/// <param name="Outcome">The state it ended in, or <c>lost</c> where its worker died; empty while it lasts.</param>
/// <param name="Reason">Why, for people.</param>
public sealed record RunAttempt(
    int Number, string Launcher, string Handle, DateTimeOffset Started, DateTimeOffset? Ended, string Outcome, string Reason)
{
    /// <summary>What it occupies: <c>cpu</c> or <c>cuda:N</c>.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>From its start to its end; null while it lasts, and where the clock was set back meanwhile.</summary>
    [JsonIgnore]
    public TimeSpan? Took => Ended >= Started ? Ended - Started : null;

    /// <summary>The worker's last lines of output, kept where it died.</summary>
    public string LogTail { get; init; } = "";
}
