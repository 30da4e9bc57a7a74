using LsKd.Core.Runs;
using LsKd.Core.Specs;

namespace LsKd.Store.Contracts;

/// <summary>A row of the run table.</summary>
public sealed record RunSummary
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public RunTask Task { get; init; }
    public RunState State { get; init; }

    /// <summary>Why it is in this state, for people; empty when nothing needs saying.</summary>
    public string Reason { get; init; } = "";

    /// <summary>When it came into this state.</summary>
    public DateTimeOffset StateSince { get; init; }
    public DateTimeOffset Created { get; init; }
    public DateTimeOffset? Started { get; init; }
    public DateTimeOffset? Ended { get; init; }

    /// <summary>
    /// Time at work: its attempts from start to end, summed, by the clock on the wall; pauses and waits between them are no part of it.
    /// Null before the first attempt, while one lasts, and where that clock was set back meanwhile.
    /// </summary>
    public TimeSpan? Took { get; init; }
    public string Dataset { get; init; } = "";
    public string Model { get; init; } = "";
    public string Objective { get; init; } = "";
    public double Smoothing { get; init; }
    public double Temperature { get; init; } = 1;
    public int Seed { get; init; }
    public string? TeacherId { get; init; }
    public string? StudyId { get; init; }
    public string Role { get; init; } = "";
    public string Cell { get; init; } = "";
    public int Priority { get; init; }
    public int Attempt { get; init; }
    public bool Archived { get; init; }
    public IReadOnlyList<string> Tags { get; init; } = [];
    public string Notes { get; init; } = "";

    /// <summary>The worker's latest progress, or null before the first.</summary>
    public RunProgress? Progress { get; init; }

    /// <summary>Final (or latest) metrics by tag, as far as they were asked for.</summary>
    public IReadOnlyDictionary<string, MetricSummary> Metrics { get; init; } = new Dictionary<string, MetricSummary>();
}

/// <summary>How far a run is.</summary>
/// <param name="Phase">
/// What its worker does (<c>starting</c>, <c>loading</c>, <c>training</c>, <c>evaluating</c>, <c>analysing</c>); without one,
/// <c>finished</c> for a run that succeeded and <c>stopped</c> for any other.
/// </param>
/// <param name="Epoch">Epoch from 1.</param>
/// <param name="Epochs">Epochs in all.</param>
/// <param name="Step">Step from 1.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="SamplesPerSecond">Images (or target units) per second of late; 0 while nothing is trained.</param>
/// <param name="SecondsLeft">Estimate; null while unknown, and without a worker.</param>
/// <param name="At">When the worker said so.</param>
public sealed record RunProgress(
    string Phase, int Epoch, int Epochs, long Step, long Steps, double SamplesPerSecond, double? SecondsLeft, DateTimeOffset At);

/// <summary>A metric's last, smallest and largest value, and where.</summary>
public sealed record MetricSummary(double Last, long LastStep, double Min, long MinStep, double Max, long MaxStep, long Count);

/// <summary>A run with its spec and everything that one page shows besides curves.</summary>
public sealed record RunDetails(
    RunSummary Summary, RunSpec Spec, RunFolder Folder, RunResult? Result, Core.Events.RunEnvironment? Environment,
    IReadOnlyList<RunAttempt> Attempts, IReadOnlyList<string> DependsOn, IReadOnlyList<string> Dependents,
    IReadOnlyList<StoredFile> Checkpoints, IReadOnlyList<StoredFile> Artifacts);

/// <summary>A file that a run stored.</summary>
public sealed record StoredFile(string Kind, string Name, string Path, string Split, int Epoch, long Bytes);
