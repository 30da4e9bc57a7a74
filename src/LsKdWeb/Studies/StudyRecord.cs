using LsKd.Core.Studies.Plans;

namespace LsKdWeb.Studies;

/// <summary>A launched study: its document, and which run plays each planned part.</summary>
internal sealed record StudyRecord
{
    /// <summary>Id of the design; more seeds continue the same study.</summary>
    public string Id { get; init; } = "";

    /// <summary>When it was first launched (UTC).</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>The document, with all seeds asked for so far.</summary>
    public StudySpec Spec { get; init; } = new();

    /// <summary>Run ids by planned key. A run may serve several studies.</summary>
    public IReadOnlyDictionary<string, string> Runs { get; init; } = new Dictionary<string, string>();
}
