using LsKd.Core.Studies.Reports;
using LsKdWeb.Components.Charts;

namespace LsKdWeb.Components.Pages.Studies;

/// <summary>Turns a study's figures into charts.</summary>
internal static class StudyCharts
{
    /// <summary>The chart of a figure.</summary>
    public static ChartFigure Of(StudyFigure figure) => new()
    {
        Series = figure.Kind switch
        {
            FigureKind.HeatMap => [Heat(figure)],
            FigureKind.Bars => [.. figure.Series.Select(s => Bars(figure, s))],
            FigureKind.Scatter => [.. figure.Series.Select(Points)],
            _ => [.. figure.Series.Select(Line)],
        },
        X = Axis(figure.X, figure.Columns, figure.RangeX),
        Y = Axis(figure.Y, figure.Kind == FigureKind.HeatMap ? figure.Rows : [], figure.RangeY),
        EqualScale = figure.EqualAxes,
        Note = figure.Caption,
        Legend = figure.Kind != FigureKind.HeatMap && figure.Series.Count > 1,
    };

    private static ChartAxis Axis(string title, IReadOnlyList<string> names, (double Low, double High)? range) => new(title)
    {
        Categories = names.Count > 0 ? names : null,
        Range = range is { } r ? [r.Low, r.High] : null,
    };

    private static HeatSeries Heat(StudyFigure figure) => new()
    {
        Name = figure.Title, Rows = figure.Rows, Columns = figure.Columns, RowTitle = figure.Y, ColumnTitle = figure.X, Format = ".2f",
        Z = [.. figure.Cells.Select(row => (IReadOnlyList<double>)[.. row.Select(v => v ?? double.NaN)])],
    };

    private static BarSeries Bars(StudyFigure figure, FigureSeries series) => new()
    {
        Name = series.Name, X = [.. series.X.Select(i => figure.Columns[(int)i])], Y = series.Y, Error = series.Error,
    };

    private static ChartSeries Points(FigureSeries series) => series.Dashed ? Line(series) : new PointSeries
    {
        Name = series.Name, X = series.X, Y = series.Y, Text = series.Labels, ErrorY = series.Error, Size = series.Labels is null ? 6 : 9,
        Opacity = 0.75, Color = series.Colour is { } c ? $"var(--class-{c})" : null,
    };

    private static LineSeries Line(FigureSeries series) => new()
    {
        Name = series.Name, X = series.X, Y = series.Y, Smooth = false, Dash = series.Dashed ? "dash" : "solid", Text = series.Labels,
        Low = series.Error is null ? null : [.. series.Y.Zip(series.Error, (y, e) => y - e)],
        High = series.Error is null ? null : [.. series.Y.Zip(series.Error, (y, e) => y + e)],
    };
}
