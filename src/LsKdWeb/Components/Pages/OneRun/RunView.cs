using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace LsKdWeb.Components.Pages.OneRun;

/// <summary>Everything that decides what a run's page shows of the run. The page's address says it, defaults left out.</summary>
/// <param name="Id">The run.</param>
public sealed record RunView(string Id)
{
    /// <summary>Horizontal axes of curves, the usual one first.</summary>
    public static readonly IReadOnlyList<string> Axes = ["epoch", "step", "time"];

    /// <summary>The most that curves are smoothed.</summary>
    public const double MostSmoothing = 0.99;

    /// <summary>The open part, or empty for the first.</summary>
    public string Tab { get; init; } = "";

    /// <summary>Weight of the moving average over curves, from 0 to <see cref="MostSmoothing"/>.</summary>
    public double Smoothing { get; init; }

    /// <summary>Horizontal axis of curves, one of <see cref="Axes"/>.</summary>
    public string Axis { get; init; } = Axes[0];

    /// <summary>Quantities whose chart has a logarithmic horizontal axis.</summary>
    public IReadOnlyList<string> LogX { get; init; } = [];

    /// <summary>Quantities whose chart has a logarithmic vertical axis.</summary>
    public IReadOnlyList<string> LogY { get; init; } = [];

    /// <summary>Split of the analysis, or empty for the first that there is.</summary>
    public string Split { get; init; } = "";

    /// <summary>Whether the spec is shown with its settings at their defaults.</summary>
    public bool AllSettings { get; init; }

    /// <summary>Words to search the log for.</summary>
    public string Search { get; init; } = "";

    /// <summary>Reads the view of a run from an address; what is unknown or unreadable has its default.</summary>
    public static RunView From(string id, string uri)
    {
        var query = QueryHelpers.ParseQuery(new Uri(uri, UriKind.Absolute).Query);
        string Text(string name) => query.TryGetValue(name, out var value) ? value.ToString() : "";
        IReadOnlyList<string> Words(string name) => Text(name).Split(',', StringSplitOptions.RemoveEmptyEntries);
        return new RunView(id)
        {
            Tab = Text("tab"), Smoothing = Weight(Text("smoothing")), Axis = Axes.Contains(Text("axis")) ? Text("axis") : Axes[0],
            LogX = Words("logx"), LogY = Words("logy"), Split = Text("split"), AllSettings = Text("settings") == "all", Search = Text("search"),
        };
    }

    /// <summary>The address that says this view.</summary>
    public string ToUrl() => PageUrls.WithQuery(
        PageUrls.Run(Id), ("tab", Tab), ("smoothing", Smoothing == 0 ? null : Smoothing), ("axis", Axis == Axes[0] ? "" : Axis),
        ("logx", string.Join(',', LogX)), ("logy", string.Join(',', LogY)), ("split", Split), ("settings", AllSettings ? "all" : ""), ("search", Search));

    /// <summary>The view with a chart's axes logarithmic or not.</summary>
    public RunView WithScales(string chart, (bool LogX, bool LogY) scales) =>
        this with { LogX = With(LogX, chart, scales.LogX), LogY = With(LogY, chart, scales.LogY) };

    private static IReadOnlyList<string> With(IReadOnlyList<string> names, string name, bool holds) =>
        names.Contains(name) == holds ? names : holds ? [.. names, name] : [.. names.Where(n => n != name)];

    private static double Weight(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var weight) && weight is >= 0 and <= MostSmoothing ? weight : 0;
}
