namespace LsKdWeb.Components.Pages.Comparison;

/// <summary>What the compare page shows; lives in the page's address alone.</summary>
public sealed record CompareState
{
    /// <summary>Most runs of one comparison.</summary>
    public const int MaxRuns = LsKd.Store.Contracts.RunGroup.MostIds;

    /// <summary>Ids of the runs, in order.</summary>
    public IReadOnlyList<string> Runs { get; init; } = [];

    /// <summary>Id of the run that the others are measured against; null takes a chosen run's teacher, else the first.</summary>
    public string? Baseline { get; init; }

    /// <summary>Metrics with a chart; empty takes the usual ones.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary><c>step</c>, <c>epoch</c> or <c>time</c>.</summary>
    public string XKind { get; init; } = "epoch";

    /// <summary>Weight of the moving average over curves, in [0, 0.99].</summary>
    public double Smoothing { get; init; }

    /// <summary>Whether runs that differ in their seed alone become one, as mean and standard deviation.</summary>
    public bool Aggregate { get; init; }

    /// <summary>Training seed of the networks whose projections are shown while seeds are put together; null takes each group's first.</summary>
    public int? Seed { get; init; }

    /// <summary>Metrics whose chart has a logarithmic horizontal axis.</summary>
    public IReadOnlyList<string> LogX { get; init; } = [];

    /// <summary>Metrics whose chart has a logarithmic vertical axis.</summary>
    public IReadOnlyList<string> LogY { get; init; } = [];

    /// <summary>Whether settings that agree are listed too.</summary>
    public bool AllSettings { get; init; }

    /// <summary>Split of metrics, projections and soft labels.</summary>
    public string Split { get; init; } = "test";

    /// <summary>Reads a state from the parts of an address; what makes no sense is left at its default.</summary>
    public static CompareState From(
        string? runs, string? baseline, string? tags, string? x, double? smoothing, bool? seeds, bool? all, string? split, int? seed = null,
        string? logX = null, string? logY = null) => new()
        {
            Runs = [.. List(runs).Where(LsKd.Core.Runs.RunId.IsValid).Distinct().Take(MaxRuns)],
            Baseline = LsKd.Core.Runs.RunId.IsValid(baseline) ? baseline : null,
            Tags = [.. List(tags).Distinct().Take(12)],
            XKind = x is "step" or "time" ? x : "epoch",
            Smoothing = smoothing is > 0 and <= 0.99 ? smoothing.Value : 0,
            Aggregate = seeds ?? false,
            Seed = seeds is true ? seed : null,
            LogX = [.. List(logX).Distinct().Take(12)],
            LogY = [.. List(logY).Distinct().Take(12)],
            AllSettings = all ?? false,
            Split = split is "train" or "validation" ? split : "test",
        };

    /// <summary>The page's address in this state.</summary>
    public string ToUrl() => PageUrls.WithQuery(
        PageUrls.CompareRoot,
        ("runs", string.Join(',', Runs)), ("baseline", Baseline), ("tags", string.Join(',', Tags)), ("x", XKind == "epoch" ? null : XKind),
        ("smooth", Smoothing > 0 ? Smoothing : null), ("seeds", Aggregate ? "true" : null), ("seed", Aggregate ? Seed : null), ("all", AllSettings ? "true" : null),
        ("split", Split == "test" ? null : Split), ("logx", string.Join(',', LogX)), ("logy", string.Join(',', LogY)));

    private static string[] List(string? text) => (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
