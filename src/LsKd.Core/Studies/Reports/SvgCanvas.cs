using System.Globalization;
using System.Text;

namespace LsKd.Core.Studies.Reports;

/// <summary>Writes SVG elements with escaped text and invariant numbers.</summary>
internal sealed class SvgCanvas(double width, double height)
{
    private readonly StringBuilder body = new();

    /// <summary>Colours that stay apart for colour-blind readers (Okabe and Ito).</summary>
    public static IReadOnlyList<string> Palette { get; } =
        ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#000000", "#7A7A7A"];

    public void Line(double x1, double y1, double x2, double y2, string colour, double thickness = 1, bool dashed = false) =>
        Add($"<line x1=\"{N(x1)}\" y1=\"{N(y1)}\" x2=\"{N(x2)}\" y2=\"{N(y2)}\" stroke=\"{colour}\" stroke-width=\"{N(thickness)}\"{Dash(dashed)}/>");

    public void Path(IEnumerable<(double X, double Y)> points, string colour, bool dashed = false)
    {
        var steps = string.Join(' ', points.Select((p, i) => $"{(i == 0 ? 'M' : 'L')}{N(p.X)} {N(p.Y)}"));
        Add($"<path d=\"{steps}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.6\"{Dash(dashed)}/>");
    }

    public void Dot(double x, double y, string colour, double radius = 2.4, string title = "") =>
        Add($"<circle cx=\"{N(x)}\" cy=\"{N(y)}\" r=\"{N(radius)}\" fill=\"{colour}\" fill-opacity=\"0.7\">{Title(title)}</circle>");

    public void Box(double x, double y, double w, double h, string colour, string title = "") =>
        Add($"<rect x=\"{N(x)}\" y=\"{N(y)}\" width=\"{N(Math.Max(w, 0))}\" height=\"{N(Math.Max(h, 0))}\" fill=\"{colour}\">{Title(title)}</rect>");

    public void Text(double x, double y, string text, string anchor = "middle", double size = 11, double turn = 0, string colour = "#222")
    {
        var rotation = turn == 0 ? "" : $" transform=\"rotate({N(turn)} {N(x)} {N(y)})\"";
        Add($"<text x=\"{N(x)}\" y=\"{N(y)}\" text-anchor=\"{anchor}\" font-size=\"{N(size)}\" fill=\"{colour}\"{rotation}>{Escape(text)}</text>");
    }

    /// <summary>The document.</summary>
    public string Close(string title) =>
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-label=\"{Escape(title)}\" viewBox=\"0 0 {N(width)} {N(height)}\" " +
        $"width=\"{N(width)}\" height=\"{N(height)}\" font-family=\"system-ui, sans-serif\">{body}</svg>";

    /// <summary>Text that is safe in XML and HTML.</summary>
    public static string Escape(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal);

    private static string Title(string title) => title.Length == 0 ? "" : $"<title>{Escape(title)}</title>";

    private static string Dash(bool dashed) => dashed ? " stroke-dasharray=\"5 4\"" : "";

    private static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private void Add(string element) => body.Append(element);
}
