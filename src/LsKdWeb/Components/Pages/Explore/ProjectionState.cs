using LsKd.Core.Analysis;
using LsKdWeb.Analyses;

namespace LsKdWeb.Components.Pages.Explore;

/// <summary>What the projection explorer shows; lives in the page's address alone.</summary>
public sealed record ProjectionState
{
    /// <summary>Ids of the runs, in order.</summary>
    public IReadOnlyList<string> Runs { get; init; } = [];

    /// <summary>Keys of the splits, in order; empty lets the page choose.</summary>
    public IReadOnlyList<string> Splits { get; init; } = [];

    /// <summary>Three classes; empty lets the evidence choose.</summary>
    public IReadOnlyList<int> Classes { get; init; } = [];

    /// <summary>How features are brought to two dimensions.</summary>
    public ProjectionMethod Method { get; init; }

    /// <summary><c>class</c>, <c>correct</c> or <c>confidence</c>.</summary>
    public string Colour { get; init; } = "class";

    /// <summary>Whether samples of the other classes are shown.</summary>
    public bool AllClasses { get; init; }

    /// <summary>Whether every panel has its own axes.</summary>
    public bool OwnAxes { get; init; }

    /// <summary>Epoch of the weights; null for the final ones.</summary>
    public int? Epoch { get; init; }

    /// <summary>Reads a state from the parts of an address; what makes no sense is left at its default.</summary>
    public static ProjectionState From(
        string? runs, string? splits, string? classes, string? method, string? colour, bool? all, string? axes, int? epoch) => new()
        {
            Runs = [.. List(runs).Where(LsKd.Core.Runs.RunId.IsValid).Distinct().Take(ProjectionRequest.MaxPanels)],
            Splits = [.. List(splits).Where(s => s is "train" or "validation" or "test").Distinct()],
            Classes = ClassesOf(classes),
            Method = ProjectionRequest.MethodOf(method) ?? ProjectionMethod.Plane,
            Colour = colour is "correct" or "confidence" ? colour : "class",
            AllClasses = all ?? false,
            OwnAxes = axes == "own",
            Epoch = epoch,
        };

    /// <summary>The page's address in this state.</summary>
    public string ToUrl() => PageUrls.WithQuery(
        PageUrls.ProjectionsRoot,
        ("runs", string.Join(',', Runs)), ("splits", string.Join(',', Splits)), ("classes", string.Join(',', Classes)),
        ("method", Method == ProjectionMethod.Plane ? null : ProjectionRequest.Key(Method)), ("colour", Colour == "class" ? null : Colour),
        ("all", AllClasses ? "true" : null), ("axes", OwnAxes ? "own" : null), ("epoch", Epoch));

    private static string[] List(string? text) => (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static IReadOnlyList<int> ClassesOf(string? text)
    {
        var numbers = List(text).Select(t => int.TryParse(t, out var c) && c >= 0 ? c : -1).ToList();
        return numbers.Count == 3 && numbers.Distinct().Count() == 3 && !numbers.Contains(-1) ? numbers : [];
    }
}
