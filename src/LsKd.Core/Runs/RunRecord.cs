namespace LsKd.Core.Runs;

/// <summary>
/// What the store needs to know of a run beyond its spec; <c>record.json</c>, written by the server alone. With the event logs it
/// is all that the index is rebuilt from.
/// </summary>
public sealed record RunRecord
{
    /// <summary>The run's id.</summary>
    public string Id { get; init; } = "";

    /// <summary>When it was created (UTC).</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>The study's run it belongs to, or null.</summary>
    public string? Study { get; init; }

    /// <summary>Its part in the study: <c>teacher</c>, <c>student</c>, <c>baseline</c>, or empty.</summary>
    public string Role { get; init; } = "";

    /// <summary>Its cell in the study's design (for instance <c>ls=0.1</c>), equal over seeds; or empty.</summary>
    public string Cell { get; init; } = "";

    /// <summary>Runs that must succeed first; the teacher always among them.</summary>
    public IReadOnlyList<string> DependsOn { get; init; } = [];

    /// <summary>The name a user gave later; empty keeps the spec's.</summary>
    public string Name { get; init; } = "";

    /// <summary>Tags a user set later; null keeps the spec's.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Notes a user wrote later; null keeps the spec's.</summary>
    public string? Notes { get; init; }

    /// <summary>Runs of a higher priority start first.</summary>
    public int Priority { get; init; }

    /// <summary>Whether it is hidden from the run table.</summary>
    public bool Archived { get; init; }

    /// <summary>Every attempt so far, in order.</summary>
    public IReadOnlyList<RunAttempt> Attempts { get; init; } = [];

    /// <summary>The state that the server or the user put the run in; null lets the event logs speak.</summary>
    public RunVerdict? Verdict { get; init; }
}

/// <summary>A state that was decided outside the worker.</summary>
public sealed record RunVerdict(RunState State, string Reason, DateTimeOffset Time);
