using LsKd.Core.Analysis;

namespace LsKdWeb.Analyses;

/// <summary>One panel of the explorer: a run's split, at its end or after an epoch.</summary>
/// <param name="Run">Id of the run.</param>
/// <param name="Split">Key of the split.</param>
/// <param name="Epoch">Epoch of the weights, or null for the final ones.</param>
public sealed record PanelRequest(string Run, string Split, int? Epoch = null)
{
    /// <summary>Reads <c>RUN:SPLIT</c> or <c>RUN:SPLIT:EPOCH</c>, or answers null.</summary>
    public static PanelRequest? Parse(string text)
    {
        var parts = text.Split(':');
        if (parts.Length is < 2 or > 3 || !LsKd.Core.Runs.RunId.IsValid(parts[0]) || parts[1] is not ("train" or "validation" or "test"))
            return null;
        if (parts.Length == 2)
            return new PanelRequest(parts[0], parts[1]);
        return int.TryParse(parts[2], out var epoch) && epoch >= 0 ? new PanelRequest(parts[0], parts[1], epoch) : null;
    }

    /// <inheritdoc/>
    public override string ToString() => Epoch is { } e ? $"{Run}:{Split}:{e}" : $"{Run}:{Split}";
}

/// <summary>What the explorer shows.</summary>
/// <param name="Panels">Panels from left to right, at most <see cref="MaxPanels"/>.</param>
/// <param name="Classes">Three classes: two to compare, then the far one. Empty only for <see cref="ProjectionMethod.AllClassPca"/>.</param>
/// <param name="Method">How features are brought to two dimensions.</param>
/// <param name="AllClasses">Whether samples of the other classes are shown too.</param>
public sealed record ProjectionRequest(
    IReadOnlyList<PanelRequest> Panels, IReadOnlyList<int> Classes, ProjectionMethod Method, bool AllClasses)
{
    /// <summary>Most panels in one view.</summary>
    public const int MaxPanels = 8;

    /// <summary>Most points in one view; beyond it each panel shows a seeded subsample and says so.</summary>
    public const int MaxPoints = 120_000;

    /// <summary>Most points of one panel.</summary>
    public int PointsPerPanel => MaxPoints / Math.Max(1, Panels.Count);

    /// <summary>Address of the arrays.</summary>
    public string Url =>
        $"/api/projection?panels={string.Join(',', Panels)}&classes={string.Join(',', Classes)}&method={Key(Method)}&all={(AllClasses ? "true" : "false")}";

    /// <summary>Name of a method in addresses.</summary>
    public static string Key(ProjectionMethod method) => method switch
    {
        ProjectionMethod.PlaneWithBias => "plane-with-bias",
        ProjectionMethod.SpanPca => "span-pca",
        ProjectionMethod.AllClassPca => "all-class-pca",
        _ => "plane",
    };

    /// <summary>The method of a name, or null.</summary>
    public static ProjectionMethod? MethodOf(string? key)
    {
        foreach (var method in Enum.GetValues<ProjectionMethod>())
            if (Key(method) == key)
                return method;
        return null;
    }
}
