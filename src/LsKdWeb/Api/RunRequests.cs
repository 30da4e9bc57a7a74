using System.Text.Json.Serialization;
using LsKd.Core.Events;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Store.Contracts;
using LsKdWeb.Specs;

namespace LsKdWeb.Api;

/// <summary>Asks for a run.</summary>
/// <param name="Spec">What to run.</param>
/// <param name="Record">Study, role and further dependencies; null for a run by itself.</param>
public sealed record NewRun(RunSpec Spec, RunRecord? Record = null);

/// <summary>What was made.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Warnings">What in its spec is probably not meant.</param>
public sealed record Created(string Id, IReadOnlyList<SpecProblem>? Warnings = null);

/// <summary>A new name.</summary>
public sealed record NewName([property: JsonRequired] string Name);

/// <summary>New notes.</summary>
public sealed record NewNotes([property: JsonRequired] string Notes);

/// <summary>New tags.</summary>
public sealed record NewTags([property: JsonRequired] IReadOnlyList<string> Tags);

/// <summary>A new place in the queue.</summary>
public sealed record NewPriority([property: JsonRequired] int Priority);

/// <summary>A run with everything but its curves.</summary>
public sealed record RunDocument(
    RunSummary Summary, RunSpec Spec, RunResult? Result, RunEnvironment? Environment, IReadOnlyList<RunAttempt> Attempts,
    IReadOnlyList<string> DependsOn, IReadOnlyList<string> Dependents, IReadOnlyList<StoredFile> Checkpoints, IReadOnlyList<StoredFile> Artifacts)
{
    /// <summary>The document of a run.</summary>
    public static RunDocument Of(RunDetails run) => new(
        run.Summary, run.Spec, run.Result, run.Environment, run.Attempts, run.DependsOn, run.Dependents, run.Checkpoints, run.Artifacts);
}
