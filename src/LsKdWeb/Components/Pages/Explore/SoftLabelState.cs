namespace LsKdWeb.Components.Pages.Explore;

/// <summary>What the soft-label page shows; lives in the page's address alone.</summary>
public sealed record SoftLabelState
{
    /// <summary>Most runs side by side.</summary>
    public const int MaxRuns = 6;

    /// <summary>Ids of the runs; differences are against the first.</summary>
    public IReadOnlyList<string> Runs { get; init; } = [];

    /// <summary>Key of the split; empty lets the page choose.</summary>
    public string Split { get; init; } = "";

    /// <summary>The class whose minor values are shown.</summary>
    public int Class { get; init; }

    /// <summary>The sample that is shown, or null for the first of the class.</summary>
    public long? Sample { get; init; }

    /// <summary>Reads a state from the parts of an address; what makes no sense is left at its default.</summary>
    public static SoftLabelState From(string? runs, string? split, int? label, long? sample) => new()
    {
        Runs = [.. (runs ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Where(LsKd.Core.Runs.RunId.IsValid).Distinct().Take(MaxRuns)],
        Split = split is "train" or "validation" or "test" ? split : "",
        Class = Math.Max(0, label ?? 0),
        Sample = sample,
    };

    /// <summary>The page's address in this state.</summary>
    public string ToUrl() => PageUrls.WithQuery(
        PageUrls.SoftLabelsRoot,
        ("runs", string.Join(',', Runs)), ("split", Split), ("class", Class == 0 ? null : Class), ("sample", Sample));
}
