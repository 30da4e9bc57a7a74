using LsKd.Core.Runs;

namespace LsKdWeb.Components.Theme;

/// <summary>How a run looks in every chart, table and legend.</summary>
/// <param name="Slot">Position in the palette, from 0.</param>
/// <param name="Light">Colour on a light ground.</param>
/// <param name="Dark">Colour on a dark ground.</param>
/// <param name="Dash">Dash of its lines, in plotly's words.</param>
/// <param name="Symbol">Shape of its points, in plotly's words.</param>
public sealed record RunMark(int Slot, string Light, string Dark, string Dash, string Symbol)
{
    /// <summary>The colour as a CSS value that follows the theme.</summary>
    public string CssVariable => $"var(--run-{Slot % RunPalette.Colors})";
}

/// <summary>
/// One mark per run id, the same on every page and after every restart: seven colours after Okabe and Ito that stay apart
/// with any colour vision, times five dashes, so that colour is never the only sign.
/// </summary>
public static class RunPalette
{
    private static readonly (string Light, string Dark, string Symbol)[] Hues =
    [
        ("#0072b2", "#5eb3ef", "circle"), ("#d55e00", "#ff9457", "square"), ("#008a63", "#36cfa0", "diamond"),
        ("#a8468a", "#e89dcb", "triangle-up"), ("#9a6b00", "#efbd4b", "cross"), ("#2f8fd0", "#a3dcff", "x"),
        ("#5b6472", "#b2bccb", "star"),
    ];

    private static readonly string[] Dashes = ["solid", "dash", "dot", "dashdot", "longdash"];

    /// <summary>Number of colours before dashes change.</summary>
    public const int Colors = 7;

    /// <summary>Number of distinct marks.</summary>
    public const int Slots = Colors * 5;

    /// <summary>Whether lines of two runs can be told apart by colour alone: neither the same one nor the two blues.</summary>
    public static bool Apart(RunMark first, RunMark second) => Hue(first) != Hue(second);

    /// <summary>The mark of a run.</summary>
    public static RunMark Of(string runId)
    {
        var slot = RunId.Ordinal(runId) % Slots;
        var (light, dark, symbol) = Hues[slot % Colors];
        return new(slot, light, dark, Dashes[slot / Colors], symbol);
    }

    private static int Hue(RunMark mark) => mark.Slot % Colors is 5 ? 0 : mark.Slot % Colors;
}
