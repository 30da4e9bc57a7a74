namespace LsKd.Core.Runs;

/// <summary>What the store needs to know of a run beyond its spec; <c>record.json</c>, written when the run is created.</summary>
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
}
