using LsKd.Core.Specs;

namespace LsKdWeb.Specs;

/// <summary>Something wrong with a spec.</summary>
/// <param name="Field">Dotted path of the setting as in the spec's JSON, such as <c>training.epochs</c>; empty for the spec as a whole.</param>
/// <param name="Message">What is wrong and what would be right, for people.</param>
public sealed record SpecProblem(string Field, string Message)
{
    /// <summary>Whether it forbids the run.</summary>
    public SpecSeverity Severity { get; init; }
}

/// <summary>How bad a problem of a spec is.</summary>
public enum SpecSeverity
{
    /// <summary>The spec is refused.</summary>
    Error,

    /// <summary>The spec is accepted, but something in it is probably not meant.</summary>
    Warning,
}

/// <summary>Says whether a spec can be run in this home. Safe from any thread.</summary>
public interface ISpecChecker
{
    /// <summary>All problems; none means that the spec would be accepted.</summary>
    Task<IReadOnlyList<SpecProblem>> CheckAsync(RunSpec spec, CancellationToken cancel = default);
}
