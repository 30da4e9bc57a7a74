using LsKd.Store.Contracts;
using LsKdWeb.Components.Shared;

namespace LsKdWeb.Components.Pages.Runs;

/// <summary>A column of the run table.</summary>
/// <param name="Key">Its name in the address.</param>
/// <param name="Title">Its heading.</param>
/// <param name="SortBy">Its name in a query.</param>
/// <param name="IsNumber">Whether it is set flush right.</param>
/// <param name="Text">Its text for a run; null where the table has a template of its own.</param>
/// <param name="Hint">What more there is to say of it on hover, or empty.</param>
public sealed record RunColumn(string Key, string Title, string SortBy, bool IsNumber, Func<RunSummary, string>? Text, string Hint = "")
{
    /// <summary>A longer text of a run's cell on hover, or null.</summary>
    public Func<RunSummary, string>? CellHint { get; init; }
}

/// <summary>The columns that the run table can show: fixed ones, and four for each metric.</summary>
public static class RunColumns
{
    private const string MetricPrefix = "metric:";

    /// <summary>Which of a metric's values can be shown.</summary>
    public static readonly IReadOnlyList<string> Kinds = ["best", "last", "min", "max"];

    /// <summary>What a new table shows.</summary>
    public static readonly IReadOnlyList<string> Usual =
    [
        "state", "name", "model", "objective", "smoothing", "seed",
        "metric:validation/top1:best", "metric:test/top1:last", "metric:test/ece_15:last", "created",
    ];

    /// <summary>Columns that every run has.</summary>
    public static readonly IReadOnlyList<RunColumn> Fixed =
    [
        new("state", "State", "state", false, null),
        new("name", "Run", "name", false, null),
        new("id", "Id", "id", false, r => r.Id),
        new("dataset", "Data set", "dataset", false, r => r.Dataset),
        new("model", "Model", "model", false, r => r.Model),
        new("objective", "Loss", "objective", false, r => r.Objective),
        new("smoothing", "LS", "smoothing", true, r => Figure.Number(r.Smoothing), "Label smoothing α of the run's own loss"),
        new("temperature", "T", "temperature", true, r => Figure.Number(r.Temperature), "Temperature of the loss"),
        new("seed", "Seed", "seed", true, r => $"{r.Seed}"),
        new("teacher", "Teacher", "teacher", false, null),
        new("role", "Role", "role", false, r => r.Role),
        new("cell", "Cell", "cell", false, r => r.Cell),
        new("study", "Study", "study", false, r => r.StudyId ?? ""),
        new("tags", "Tags", "", false, null),
        new("reason", "Reason", "", false, null, "Why the run is in its state"),
        new("notes", "Notes", "", false, r => r.Notes),
        new("attempt", "Attempt", "attempt", true, r => $"{r.Attempt}"),
        new("priority", "Priority", "priority", true, r => $"{r.Priority}"),
        new("took", RunTime.Title, "", true, r => Figure.Duration(r.Took?.TotalSeconds), RunTime.Meaning),
        new("created", "Created", "created", true, r => Figure.ShortTime(r.Created)) { CellHint = r => Figure.Time(r.Created) },
        new("ended", "Ended", "ended", true, r => r.Ended is { } e ? Figure.ShortTime(e) : "–") { CellHint = r => r.Ended is { } e ? Figure.Time(e) : "" },
    ];

    /// <summary>Key of a metric's column.</summary>
    public static string KeyOf(string tag, string kind) => $"{MetricPrefix}{tag}:{kind}";

    /// <summary>Whether a key names a column.</summary>
    public static bool Exists(string key) => Fixed.Any(c => c.Key == key) || Metric(key) is not null;

    /// <summary>The columns of some keys.</summary>
    public static IReadOnlyList<RunColumn> Of(IEnumerable<string> keys) =>
        [.. keys.Select(key => Fixed.FirstOrDefault(c => c.Key == key) ?? Build(key)).OfType<RunColumn>()];

    /// <summary>What a query sorts by for a column's key.</summary>
    public static string SortKey(string key) => Of([key]) is [{ SortBy.Length: > 0 } column] ? column.SortBy : "created";

    /// <summary>The metrics that some columns need.</summary>
    public static IReadOnlyList<string> MetricTags(IEnumerable<string> keys) =>
        [.. keys.Select(Metric).Where(m => m is not null).Select(m => m!.Value.Tag).Distinct()];

    /// <summary>The same for groups of runs, a column's best as what it is of the two.</summary>
    public static IReadOnlyList<GroupMetric> GroupMetrics(IEnumerable<string> keys) =>
        [.. keys.Select(Metric).Where(m => m is not null).Select(m => new GroupMetric(m!.Value.Tag, Resolve(m.Value.Tag, m.Value.Kind)))];

    /// <summary>Tag and kind of a metric's column, or null for another one.</summary>
    public static (string Tag, string Kind)? Metric(string key)
    {
        var colon = key.LastIndexOf(':');
        if (!key.StartsWith(MetricPrefix, StringComparison.Ordinal) || colon <= MetricPrefix.Length)
            return null;
        var kind = key[(colon + 1)..];
        return Kinds.Contains(kind) ? (key[MetricPrefix.Length..colon], kind) : null;
    }

    /// <summary>Whether more of a metric is better.</summary>
    public static bool MoreIsBetter(string tag) => tag[(tag.LastIndexOf('/') + 1)..] is "top1" or "top5" or "bleu" or "chrf" or "stability";

    /// <summary>A run's value of a metric, or null.</summary>
    public static double? Value(RunSummary run, string tag, string kind) =>
        run.Metrics.GetValueOrDefault(tag) is not { } m ? null : Resolve(tag, kind) switch
        {
            "min" => m.Min,
            "max" => m.Max,
            _ => m.Last,
        };

    private static string Resolve(string tag, string kind) => kind == "best" ? MoreIsBetter(tag) ? "max" : "min" : kind;

    private static RunColumn? Build(string key) => Metric(key) is not var (tag, kind)
        ? null
        : new(key, kind == "last" ? MetricNames.Label(tag, unit: true) : $"{MetricNames.Label(tag, unit: true)}, {kind}", $"{MetricPrefix}{tag}:{Resolve(tag, kind)}", true,
            r => Figure.Metric(tag, Value(r, tag, kind)), $"{tag}, {Meaning(tag, kind)}");

    private static string Meaning(string tag, string kind) => kind switch
    {
        "best" => MoreIsBetter(tag) ? "the largest recorded value" : "the smallest recorded value",
        "min" => "the smallest recorded value",
        "max" => "the largest recorded value",
        _ => "the last recorded value",
    };
}
