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
/// never share both, and of two others about one pair in a hundred does: <see cref="Together"/> keeps those apart on a page that shows both.
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
        return MarkOf(hue, shape);
    }

    /// <summary>
    /// The marks of runs that are shown together, all different: a run whose mark an earlier one has takes the next free shape of its
    /// colour, and where all shapes of the colour are taken, one of the next colour.
    /// </summary>
    /// <param name="runIds">The runs, in the page's order.</param>
    public static IReadOnlyDictionary<string, RunMark> Together(IEnumerable<string> runIds)
    {
        var (marks, taken) = (new Dictionary<string, RunMark>(), new HashSet<RunMark>());
        foreach (var id in runIds.Distinct())
            taken.Add(marks[id] = FromOwn(Of(id)).FirstOrDefault(mark => !taken.Contains(mark)) ?? Of(id));
        return marks;
    }

    private static IEnumerable<RunMark> FromOwn(RunMark own)
    {
        var shape = Enumerable.Range(0, Symbols.Count).First(i => Symbols[i] == own.Symbol);
        return Enumerable.Range(0, Hues.Length * Symbols.Count).Select(k => MarkOf((own.Hue + k / Symbols.Count) % Hues.Length, shape + k));
    }

    private static RunMark MarkOf(int hue, int shape) => new(hue, Hues[hue].Light, Hues[hue].Dark, Symbols[shape % Symbols.Count]);

    private static uint Hash(string id) => id.SkipLast(1).Aggregate(2166136261u, (hash, c) => (hash ^ c) * 16777619u) >> 8;
}
