using System.Globalization;

namespace LsKdWeb.Components;

/// <summary>The address of every page; the only place that spells one.</summary>
public static class PageUrls
{
    public const string Home = "/";
    public const string Runs = "/runs";
    public const string NewExperiment = "/new";
    public const string Studies = "/studies";
    public const string QuickStudy = "/studies/quick";
    public const string CompareRoot = "/compare";
    public const string ProjectionsRoot = "/projections";
    public const string SoftLabelsRoot = "/soft-labels";
    public const string Import = "/import";
    public const string Settings = "/settings";

    /// <summary>One run; <paramref name="tab"/> opens a tab of the page.</summary>
    public static string Run(string id, string? tab = null) =>
        WithQuery($"{Runs}/{Uri.EscapeDataString(id)}", ("tab", tab));

    /// <summary>The form, filled with another run's spec.</summary>
    public static string Clone(string id) => WithQuery(NewExperiment, ("clone", id));

    /// <summary>The form, set up to distil a student from a run.</summary>
    public static string Student(string teacher) => WithQuery(NewExperiment, ("teacher", teacher));

    /// <summary>The run table with a search or other state in its query.</summary>
    public static string RunTable(string search) => WithQuery(Runs, ("q", search));

    /// <summary>Two to twenty runs side by side.</summary>
    public static string Compare(IEnumerable<string> ids) => WithQuery(CompareRoot, ("runs", string.Join(',', ids)));

    /// <summary>The projection explorer on some runs.</summary>
    public static string Projections(params IEnumerable<string> ids) =>
        WithQuery(ProjectionsRoot, ("runs", string.Join(',', ids)));

    /// <summary>The soft labels of some runs.</summary>
    public static string SoftLabels(params IEnumerable<string> ids) =>
        WithQuery(SoftLabelsRoot, ("runs", string.Join(',', ids)));

    /// <summary>Download of a binary network's checkpoint with one bit a weight.</summary>
    public static string Packed(string id, string checkpoint) => $"/api/runs/{Uri.EscapeDataString(id)}/packed/{checkpoint}";

    /// <summary>A study; <paramref name="id"/> chooses one launch of it.</summary>
    public static string Study(string name, string? id = null) => WithQuery($"{Studies}/{Uri.EscapeDataString(name)}", ("id", id));

    /// <summary>Download of a launched study's report.</summary>
    public static string StudyReport(string id, string format) => $"/api/studies/{id}/report.{format}";

    /// <summary>Download of a launched study's document.</summary>
    public static string StudyDocument(string id) => $"/api/studies/{id}/study.yaml";

    /// <summary>Adds the given parts that have a value to an address.</summary>
    public static string WithQuery(string path, params IEnumerable<(string Name, object? Value)> parts)
    {
        var query = string.Join('&',
            from part in parts
            let text = Convert.ToString(part.Value, CultureInfo.InvariantCulture)
            where !string.IsNullOrEmpty(text)
            select $"{part.Name}={Uri.EscapeDataString(text).Replace("%2C", ",", StringComparison.Ordinal)}");
        return query.Length == 0 ? path : $"{path}?{query}";
    }
}
