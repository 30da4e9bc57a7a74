using System.Globalization;

namespace LsKd.Core.Studies.Reports;

/// <summary>Draws a figure as a stand-alone SVG, for reports that must not need a script or a network.</summary>
public static class SvgFigure
{
    private const double Left = 62, Right = 14, Top = 34, Bottom = 50, LegendLine = 16;
    private const string Ink = "#222", Grid = "#e3e3e3";

    /// <summary>The figure as an SVG element.</summary>
    public static string Draw(StudyFigure figure, double width = 520, double plotHeight = 280)
    {
        var legend = figure.Kind == FigureKind.HeatMap ? 0 : figure.Series.Count;
        var slanted = figure.Kind == FigureKind.Bars ? 60 : 0;
        var canvas = new SvgCanvas(width, Top + plotHeight + Bottom + slanted + LegendLine * legend);
        var area = (Left, Top, Right: width - Right, Bottom: Top + plotHeight);
        canvas.Text(width / 2, 18, figure.Title, size: 13);
        if (figure.Kind == FigureKind.HeatMap)
            HeatMap(canvas, figure, area);
        else if (figure.Kind == FigureKind.Bars)
            Bars(canvas, figure, area);
        else
            Points(canvas, figure, area);
        Titles(canvas, figure, area, slanted);
        for (var i = 0; i < legend; i++)
            Legend(canvas, figure.Series[i], Colour(figure.Series[i], i), area.Bottom + Bottom + slanted - 4 + LegendLine * i);
        return canvas.Close(figure.Title);
    }

    private static void Points(SvgCanvas canvas, StudyFigure figure, (double Left, double Top, double Right, double Bottom) area)
    {
        var rangeX = figure.RangeX ?? Figures.Limits(figure.Series.SelectMany(s => s.X));
        var rangeY = figure.RangeY ?? Figures.Limits(figure.Series.SelectMany(Extent));
        var x = SvgAxis.Over(figure.LogX ? Positive(figure) : rangeX, area.Left, area.Right, figure.LogX);
        var y = SvgAxis.Over(rangeY, area.Bottom, area.Top);
        GridX(canvas, x, area);
        GridY(canvas, y, area);
        for (var i = 0; i < figure.Series.Count; i++)
            Series(canvas, figure.Series[i], figure.Kind, Colour(figure.Series[i], i), x, y);
    }

    private static void Series(SvgCanvas canvas, FigureSeries series, FigureKind kind, string colour, SvgAxis x, SvgAxis y)
    {
        (double X, double Y)[] points =
            [.. series.X.Zip(series.Y).Where(p => double.IsFinite(p.First) && double.IsFinite(p.Second)).Select(p => (x.At(p.First), y.At(p.Second)))];
        if (points.Length > 1 && (kind == FigureKind.Lines || series.Dashed))
            canvas.Path(points, colour, series.Dashed);
        if (!series.Dashed && (kind == FigureKind.Scatter || points.Length <= 30))
            for (var i = 0; i < points.Length; i++)
                canvas.Dot(points[i].X, points[i].Y, colour, title: series.Labels?.ElementAtOrDefault(i) ?? "");
        for (var i = 0; i < (series.Error?.Count ?? 0); i++)
            canvas.Line(x.At(series.X[i]), y.At(series.Y[i] - series.Error![i]), x.At(series.X[i]), y.At(series.Y[i] + series.Error[i]), colour);
    }

    private static void Bars(SvgCanvas canvas, StudyFigure figure, (double Left, double Top, double Right, double Bottom) area)
    {
        var highest = figure.Series.SelectMany(Extent).DefaultIfEmpty(1).Max();
        var lowest = Math.Min(0, figure.Series.SelectMany(Extent).DefaultIfEmpty(0).Min());
        var y = SvgAxis.Over(figure.RangeY ?? (lowest, highest * 1.05), area.Bottom, area.Top);
        GridY(canvas, y, area);
        var slot = (area.Right - area.Left) / Math.Max(1, figure.Columns.Count);
        var bar = slot * 0.8 / Math.Max(1, figure.Series.Count);
        for (var c = 0; c < figure.Columns.Count; c++)
            canvas.Text(area.Left + slot * (c + 0.5) + 4, area.Bottom + 12, figure.Columns[c], "end", 10, -35);
        for (var s = 0; s < figure.Series.Count; s++)
            for (var i = 0; i < figure.Series[s].X.Count; i++)
                Bar(canvas, figure.Series[s], i, area.Left + slot * (figure.Series[s].X[i] + 0.1) + bar * s, bar, Colour(figure.Series[s], s), y);
    }

    private static void Bar(SvgCanvas canvas, FigureSeries series, int i, double left, double width, string colour, SvgAxis y)
    {
        var value = series.Y[i];
        canvas.Box(left, Math.Min(y.At(value), y.At(0)), width * 0.94, Math.Abs(y.At(value) - y.At(0)), colour,
            $"{series.Name}: {value.ToString("0.####", CultureInfo.InvariantCulture)}");
        if (series.Error is { } error && error[i] > 0)
            canvas.Line(left + width * 0.47, y.At(value - error[i]), left + width * 0.47, y.At(value + error[i]), Ink);
    }

    private static void HeatMap(SvgCanvas canvas, StudyFigure figure, (double Left, double Top, double Right, double Bottom) area)
    {
        double[] values = [.. figure.Cells.SelectMany(r => r).OfType<double>()];
        var (low, high) = values.Length == 0 ? (0, 1) : (values.Min(), values.Max());
        var width = (area.Right - area.Left) / Math.Max(1, figure.Columns.Count);
        var height = (area.Bottom - area.Top) / Math.Max(1, figure.Rows.Count);
        for (var r = 0; r < figure.Rows.Count; r++)
        {
            canvas.Text(area.Left - 6, area.Top + height * (r + 0.5) + 4, figure.Rows[r], "end");
            for (var c = 0; c < figure.Columns.Count; c++)
                Cell(canvas, figure.Cells[r][c], area.Left + width * c, area.Top + height * r, width, height, low, high);
        }
        for (var c = 0; c < figure.Columns.Count; c++)
            canvas.Text(area.Left + width * (c + 0.5), area.Bottom + 16, figure.Columns[c]);
    }

    private static void Cell(SvgCanvas canvas, double? value, double x, double y, double w, double h, double low, double high)
    {
        var share = value is { } v ? (v - low) / Math.Max(high - low, 1e-12) : 0;
        canvas.Box(x + 1, y + 1, w - 2, h - 2, value is null ? "#f4f4f4" : Shade(share));
        canvas.Text(x + w / 2, y + h / 2 + 4, value?.ToString("0.00", CultureInfo.InvariantCulture) ?? "-", colour: share > 0.55 ? "#fff" : Ink);
    }

    private static string Shade(double share)
    {
        int Mix(int pale, int strong) => (int)Math.Round(pale + share * (strong - pale));
        return $"rgb({Mix(233, 8)},{Mix(241, 69)},{Mix(250, 132)})";
    }

    private static void GridX(SvgCanvas canvas, SvgAxis x, (double Left, double Top, double Right, double Bottom) area)
    {
        foreach (var (value, text) in x.Ticks())
        {
            canvas.Line(x.At(value), area.Top, x.At(value), area.Bottom, Grid);
            canvas.Text(x.At(value), area.Bottom + 16, text, size: 10);
        }
    }

    private static void GridY(SvgCanvas canvas, SvgAxis y, (double Left, double Top, double Right, double Bottom) area)
    {
        foreach (var (value, text) in y.Ticks())
        {
            canvas.Line(area.Left, y.At(value), area.Right, y.At(value), Grid);
            canvas.Text(area.Left - 6, y.At(value) + 4, text, "end", 10);
        }
        canvas.Line(area.Left, area.Top, area.Left, area.Bottom, Ink);
        canvas.Line(area.Left, area.Bottom, area.Right, area.Bottom, Ink);
    }

    private static void Titles(SvgCanvas canvas, StudyFigure figure, (double Left, double Top, double Right, double Bottom) area, double slanted)
    {
        canvas.Text((area.Left + area.Right) / 2, area.Bottom + 34 + slanted, figure.X);
        canvas.Text(14, (area.Top + area.Bottom) / 2, figure.Y, turn: -90);
    }

    private static void Legend(SvgCanvas canvas, FigureSeries series, string colour, double y)
    {
        canvas.Line(Left, y - 4, Left + 22, y - 4, colour, 3, series.Dashed);
        canvas.Text(Left + 28, y, series.Name, "start");
    }

    private static IEnumerable<double> Extent(FigureSeries series) => series.Error is null
        ? series.Y
        : series.Y.Zip(series.Error).SelectMany(p => new[] { p.First - p.Second, p.First + p.Second });

    private static (double Low, double High) Positive(StudyFigure figure)
    {
        double[] x = [.. figure.Series.SelectMany(s => s.X).Where(v => v > 0)];
        return x.Length == 0 ? (1, 10) : (x.Min() * 0.9, x.Max() * 1.1);
    }

    private static string Colour(FigureSeries series, int index) =>
        SvgCanvas.Palette[(series.Colour ?? index) % SvgCanvas.Palette.Count];
}
