using System.Text.Json.Serialization;
using LsKd.Core.Runs;

namespace LsKd.Core.Events;

/// <summary>One line of a run's event log. The log is append-only and, with the folder, the truth about the run.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(RunStarted), "started")]
[JsonDerivedType(typeof(EpochStarted), "epoch")]
[JsonDerivedType(typeof(Progressed), "progress")]
[JsonDerivedType(typeof(MetricLogged), "metric")]
[JsonDerivedType(typeof(LogWritten), "log")]
[JsonDerivedType(typeof(CheckpointSaved), "checkpoint")]
[JsonDerivedType(typeof(ArtifactWritten), "artifact")]
[JsonDerivedType(typeof(RunEnded), "ended")]
public abstract record RunEvent
{
    /// <summary>When it happened (UTC).</summary>
    public DateTimeOffset Time { get; init; }
}

/// <summary>A worker began an attempt.</summary>
/// <param name="Attempt">Number of the attempt, from 1.</param>
/// <param name="Environment">Where it runs.</param>
/// <param name="ResumedAtEpoch">Epochs already done, when resumed from a checkpoint; else 0.</param>
public sealed record RunStarted(int Attempt, RunEnvironment Environment, int ResumedAtEpoch = 0) : RunEvent;

/// <summary>What a run ran on.</summary>
public sealed record RunEnvironment
{
    public string Host { get; init; } = "";
    public int ProcessId { get; init; }

    /// <summary>Boot id and process start ticks, which tell a process from a later one with the same id.</summary>
    public string ProcessHandle { get; init; } = "";
    public string OperatingSystem { get; init; } = "";
    public string Runtime { get; init; } = "";
    public string ProductVersion { get; init; } = "";

    /// <summary>Git revision of the product's build, or empty.</summary>
    public string Revision { get; init; } = "";
    public string TorchVersion { get; init; } = "";
    public string Device { get; init; } = "";
    public int Threads { get; init; }

    /// <summary>GPUs that the process was given, as <c>CUDA_VISIBLE_DEVICES</c> names them; empty for none.</summary>
    public string VisibleGpus { get; init; } = "";
    public string SpecHash { get; init; } = "";
    public long Parameters { get; init; }
    public IReadOnlyDictionary<string, int> SplitSizes { get; init; } = new Dictionary<string, int>();
    public IReadOnlyList<string> ClassNames { get; init; } = [];
}

/// <summary>An epoch began.</summary>
public sealed record EpochStarted(int Epoch, int Epochs, int StepsPerEpoch) : RunEvent;

/// <summary>How far training is; also the worker's heartbeat, at least every few seconds.</summary>
/// <param name="Phase">What is being done: <c>loading</c>, <c>training</c>, <c>evaluating</c>, <c>analysing</c>.</param>
/// <param name="Epoch">Epoch from 1.</param>
/// <param name="Epochs">Epochs in all.</param>
/// <param name="Step">Step within the whole run, from 1.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="SamplesPerSecond">Images (or target units) per second of late.</param>
/// <param name="SecondsLeft">Estimate, or null while unknown.</param>
public sealed record Progressed(
    string Phase, int Epoch, int Epochs, long Step, long Steps, double SamplesPerSecond, double? SecondsLeft) : RunEvent;

/// <summary>
/// A scalar at a step. Tags are <c>split/name</c>: <c>train/loss</c>, <c>train/kd_ce</c>, <c>train/kd_kl</c>,
/// <c>validation/top1</c>, <c>validation/nll</c>, <c>validation/ece_15</c>, <c>test/top1</c>, <c>train/learning_rate</c> ...
/// Rates are in [0, 1].
/// </summary>
public sealed record MetricLogged(string Tag, long Step, double Epoch, double Value) : RunEvent;

/// <summary>A line for people.</summary>
/// <param name="Level"><c>info</c>, <c>warning</c> or <c>error</c>.</param>
/// <param name="Message">The line.</param>
public sealed record LogWritten(string Level, string Message) : RunEvent;

/// <summary>A checkpoint is complete on disk.</summary>
/// <param name="Name"><c>last</c>, <c>best</c> or <c>epoch-N</c>.</param>
/// <param name="Path">Path within the run folder.</param>
/// <param name="Epoch">Epochs done.</param>
/// <param name="Bytes">Size of the file.</param>
public sealed record CheckpointSaved(string Name, string Path, int Epoch, long Bytes) : RunEvent;

/// <summary>A file of results is complete on disk.</summary>
/// <param name="Kind"><c>analysis</c> (a report), <c>arrays</c> (features, logits), <c>translations</c> ...</param>
/// <param name="Path">Path within the run folder.</param>
/// <param name="Split">The split it is about, or empty.</param>
/// <param name="Epoch">Epoch of the weights it was made from.</param>
public sealed record ArtifactWritten(string Kind, string Path, string Split, int Epoch) : RunEvent;

/// <summary>The attempt ended by its own account.</summary>
/// <param name="State">Succeeded, failed, cancelled, or interrupted (a checkpoint was asked for, and resuming is expected).</param>
/// <param name="Reason">Why, for people; of a success, what to be wary of, or empty.</param>
public sealed record RunEnded(RunState State, string Reason) : RunEvent;
