using LsKd.Core.Studies.Catalog;
using LsKd.Core.Studies.Designs;
using LsKd.Core.Studies.Evidence;

namespace LsKd.Core.Studies.Reports;

/// <summary>Everything a report of a study says, before it is written in some format.</summary>
public sealed record StudyReport
{
    /// <summary>Id of the study.</summary>
    public required string Id { get; init; }

    /// <summary>The claim.</summary>
    public required StudyDescriptor Study { get; init; }

    /// <summary>What is stored.</summary>
    public required StudyEvidence Evidence { get; init; }

    /// <summary>What it comes to.</summary>
    public required StudyFindings Findings { get; init; }

    /// <summary>When the report was made (UTC).</summary>
    public required DateTimeOffset Made { get; init; }

    /// <summary>The study's document as a file, for rerunning it.</summary>
    public required string Document { get; init; }

    /// <summary>How the paper's setting differs.</summary>
    public IReadOnlyList<string> Differences => StudyDesigns.Differences(Evidence.Plan);

    /// <summary>Title for people.</summary>
    public string Title => Evidence.Plan.Spec.Title is { Length: > 0 } title ? $"{Study.Title}: {title}" : Study.Title;

    /// <summary>Runs that count, of how many.</summary>
    public string Progress => Evidence.Plan.Runs.Count == 0
        ? "Computed; no runs are trained"
        : $"{Evidence.Done.Count()} of {Evidence.Plan.Runs.Count} runs finished";

    /// <summary>All tables: verdict first, then the study's own, then the paper's values.</summary>
    public IEnumerable<StudyTable> AllTables()
    {
        if (Findings.Verdict.Parts.Count > 0)
            yield return Tables.Verdict(Findings.Verdict);
        foreach (var table in Findings.Tables)
            yield return table;
        if (Study.Figures.Count > 0)
            yield return Tables.Papers(Study);
    }

    /// <summary>What the runs ran on, each distinct setting once.</summary>
    public IReadOnlyList<string> Versions() =>
    [
        .. Evidence.Runs.Select(r => r.Environment).OfType<Events.RunEnvironment>()
            .Select(e => $"LsKdWeb {e.ProductVersion}{(e.Revision.Length > 0 ? $" ({e.Revision})" : "")}, {e.TorchVersion}, " +
                $"{e.Runtime}, {e.OperatingSystem}, {e.Device}, {e.Threads} thread(s)")
            .Distinct(),
    ];
}
