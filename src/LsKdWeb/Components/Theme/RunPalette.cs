using LsKd.Core.Runs;

namespace LsKdWeb.Components.Theme;

/// <summary>How a run looks in every chart, table and legend.</summary>
/// <param name="Hue">Number of its colour, from 0.</param>
/// <param name="Light">Colour on a light ground.</param>
/// <param name="Dark">Colour on a dark ground.</param>
/// <param name="Symbol">Shape of its points, in plotly's words.</param>
public sealed record RunMark(int Hue, string Light, string Dark, string Symbol)
{
    /// <summary>The colour as a CSS value that follows the theme.</summary>
    public string CssVariable => $"var(--run-{Hue})";
}

/// <summary>
/// One mark per run id, the same on every page and after every restart: seven colours after Okabe and Ito that stay apart
/// with any colour vision, times fifteen shapes. Runs of one colour are told apart by their shape; runs that were made one after the other
/// never share both, and of two others about one pair in a hundred does.
/// </summary>
public static class RunPalette
{
    private const int ShapesOfGroup = 3;

    private static readonly (string Light, string Dark)[] Hues =
    [
        ("#0072b2", "#5eb3ef"), ("#d55e00", "#ff9457"), ("#008a63", "#36cfa0"), ("#a8468a", "#e89dcb"), ("#9a6b00", "#efbd4b"),
        ("#2f8fd0", "#a3dcff"), ("#5b6472", "#b2bccb"),
    ];

    /// <summary>The shapes, in plotly's words.</summary>
    public static readonly IReadOnlyList<string> Symbols =
    [
        "circle", "square", "diamond", "triangle-up", "cross", "star", "x", "triangle-down", "pentagon", "circle-open", "hourglass", "bowtie",
        "square-open", "diamond-open", "triangle-up-open",
    ];

    /// <summary>The mark of a run.</summary>
    public static RunMark Of(string runId)
    {
        // Ordinals count on from run to run: first through the colours, then through groups of shapes. Which shape of its group a run
        // has comes from the rest of its id, so that runs of equal ordinals differ too.
        var ordinal = RunId.Ordinal(runId);
        var (hue, group) = (ordinal % Hues.Length, ordinal / Hues.Length % (Symbols.Count / ShapesOfGroup));
        var shape = group * ShapesOfGroup + (int)(Hash(runId) % ShapesOfGroup) + 2 * hue;
        return new(hue, Hues[hue].Light, Hues[hue].Dark, Symbols[shape % Symbols.Count]);
    }

    private static uint Hash(string id) => id.SkipLast(1).Aggregate(2166136261u, (hash, c) => (hash ^ c) * 16777619u) >> 8;
}
