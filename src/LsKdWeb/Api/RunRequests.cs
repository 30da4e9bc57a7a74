using LsKd.Core.Events;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Store.Contracts;

namespace LsKdWeb.Api;

/// <summary>Asks for a run.</summary>
/// <param name="Spec">What to run.</param>
/// <param name="Record">Study, role and further dependencies; null for a run by itself.</param>
public sealed record NewRun(RunSpec Spec, RunRecord? Record = null);

/// <summary>The id of what was made.</summary>
public sealed record Created(string Id);

/// <summary>A new name.</summary>
public sealed record NewName(string Name);

/// <summary>New notes.</summary>
public sealed record NewNotes(string Notes);

/// <summary>New tags.</summary>
public sealed record NewTags(IReadOnlyList<string> Tags);

/// <summary>A new place in the queue.</summary>
public sealed record NewPriority(int Priority);

/// <summary>A run with everything but its curves.</summary>
public sealed record RunDocument(
    RunSummary Summary, RunSpec Spec, RunResult? Result, RunEnvironment? Environment, IReadOnlyList<RunAttempt> Attempts,
    IReadOnlyList<string> DependsOn, IReadOnlyList<string> Dependents, IReadOnlyList<StoredFile> Checkpoints, IReadOnlyList<StoredFile> Artifacts)
{
    /// <summary>The document of a run.</summary>
    public static RunDocument Of(RunDetails run) => new(
        run.Summary, run.Spec, run.Result, run.Environment, run.Attempts, run.DependsOn, run.Dependents, run.Checkpoints, run.Artifacts);
}
