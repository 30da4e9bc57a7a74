using System.Text.Json.Serialization;

namespace LsKdWeb.Components.Charts;

/// <summary>What a chart shows: series on two axes. Small data travel by value, large ones by <see cref="Source"/>.</summary>
public sealed record ChartFigure
{
    /// <summary>The series, in the order of the legend.</summary>
    public IReadOnlyList<ChartSeries> Series { get; init; } = [];

    /// <summary>The horizontal axis.</summary>
    public ChartAxis X { get; init; } = new("");

    /// <summary>The vertical axis.</summary>
    public ChartAxis Y { get; init; } = new("");

    /// <summary>Where series with a <see cref="LineSeries.Column"/> get their points from; null when all come by value.</summary>
    public CurveSource? Source { get; init; }

    /// <summary>Reference lines.</summary>
    public IReadOnlyList<ChartMark> Marks { get; init; } = [];

    /// <summary>What the reader must know: a cap, a subsample, an approximation. Shown under the chart.</summary>
    public string Note { get; init; } = "";

    /// <summary>Whether the legend is shown.</summary>
    public bool Legend { get; init; } = true;

    /// <summary><c>group</c>, <c>stack</c> or <c>overlay</c>.</summary>
    public string BarMode { get; init; } = "group";

    /// <summary><c>closest</c> point, or everything at one <c>x unified</c>.</summary>
    public string Hover { get; init; } = "closest";

    /// <summary>Whether a unit has the same length on both axes.</summary>
    public bool EqualScale { get; init; }
}

/// <summary>An axis with its title and unit.</summary>
/// <param name="Title">What is measured.</param>
/// <param name="Unit">Its unit, or null.</param>
public sealed record ChartAxis(string Title, string? Unit = null)
{
    /// <summary>Names along the axis, in order; null for numbers.</summary>
    public IReadOnlyList<string>? Categories { get; init; }

    /// <summary>Fixed limits; null fits the data.</summary>
    public IReadOnlyList<double>? Range { get; init; }

    /// <summary>The smallest and largest value that can be, null for none: an axis that fits its data never goes beyond them.</summary>
    public IReadOnlyList<double?>? Limits { get; init; }

    /// <summary>Whether only whole numbers are marked while many of them are in view.</summary>
    public bool Whole { get; init; }

    /// <summary>A d3 number format such as <c>.0%</c>; null chooses.</summary>
    public string? Format { get; init; }

    /// <summary>Whether the axis runs from large to small (from top to bottom for matrices).</summary>
    public bool Reversed { get; init; }
}

/// <summary>A reference line.</summary>
/// <param name="Kind"><c>vertical</c>, <c>horizontal</c> or <c>diagonal</c> (from the origin).</param>
/// <param name="At">Its place; for a diagonal its far end.</param>
/// <param name="Label">Its name, or empty.</param>
public sealed record ChartMark(string Kind, double At, string Label = "");

/// <summary>Curves as binary columns over HTTP.</summary>
/// <param name="Url">Address of the columns; see <see cref="Api.CurveEndpoints"/>.</param>
/// <param name="XKind"><c>step</c>, <c>epoch</c> or <c>time</c>.</param>
public sealed record CurveSource(string Url, string XKind = "step");

/// <summary>One series of a chart.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(LineSeries), "line")]
[JsonDerivedType(typeof(BarSeries), "bars")]
[JsonDerivedType(typeof(HeatSeries), "heat")]
[JsonDerivedType(typeof(PointSeries), "points")]
public abstract record ChartSeries
{
    /// <summary>Its name in the legend.</summary>
    public string Name { get; init; } = "";

    /// <summary>A CSS colour or a CSS variable (<c>var(--run-2)</c>); null takes the next of the palette.</summary>
    public string? Color { get; init; }

    /// <summary>Ids of the runs that it shows, which an export names; empty for the only run of the page, or none.</summary>
    public IReadOnlyList<string> RunIds { get; init; } = [];
}

/// <summary>A curve; with <see cref="Low"/> and <see cref="High"/> a band around it.</summary>
public sealed record LineSeries : ChartSeries
{
    /// <summary>Horizontal values.</summary>
    [JsonConverter(typeof(FiniteNumbers))]
    public IReadOnlyList<double> X { get; init; } = [];

    /// <summary>Vertical values; NaN leaves a gap.</summary>
    [JsonConverter(typeof(FiniteNumbers))]
    public IReadOnlyList<double> Y { get; init; } = [];

    /// <summary>Lower edge of the band, or null.</summary>
    [JsonConverter(typeof(FiniteNumbers))]
    public IReadOnlyList<double>? Low { get; init; }

    /// <summary>Upper edge of the band, or null.</summary>
    [JsonConverter(typeof(FiniteNumbers))]
    public IReadOnlyList<double>? High { get; init; }

    /// <summary>Prefix of this series' columns in the figure's source; null when the points come by value.</summary>
    public string? Column { get; init; }

    /// <summary><c>solid</c>, <c>dash</c> or <c>dot</c>.</summary>
    public string Dash { get; init; } = "solid";

    /// <summary>Shape of its points, in plotly's words, which are then shown on a long curve too, ten at most; null shows them on short curves alone.</summary>
    public string? Symbol { get; init; }

    /// <summary><c>lines</c>, <c>markers</c> or <c>lines+markers</c>; null chooses by the number of points.</summary>
    public string? Mode { get; init; }

    /// <summary>Whether the chart's smoothing applies.</summary>
    public bool Smooth { get; init; } = true;

    /// <summary>A remark per point, or null.</summary>
    public IReadOnlyList<string>? Text { get; init; }
}

/// <summary>Bars over names.</summary>
public sealed record BarSeries : ChartSeries
{
    /// <summary>Names of the bars.</summary>
    public IReadOnlyList<string> X { get; init; } = [];

    /// <summary>Their heights; NaN leaves a gap.</summary>
    [JsonConverter(typeof(FiniteNumbers))]
    public IReadOnlyList<double> Y { get; init; } = [];

    /// <summary>Half length of each bar's whisker, or null.</summary>
    [JsonConverter(typeof(FiniteNumbers))]
    public IReadOnlyList<double>? Error { get; init; }

    /// <summary>Bars to keep strong while the others fade, or null.</summary>
    public IReadOnlyList<int>? Highlight { get; init; }

    /// <summary>A remark per bar, or null.</summary>
    public IReadOnlyList<string>? Text { get; init; }

    /// <summary>Whether the bars lie.</summary>
    public bool Horizontal { get; init; }
}

/// <summary>A matrix as colours.</summary>
public sealed record HeatSeries : ChartSeries
{
    /// <summary>Names of the rows.</summary>
    public IReadOnlyList<string> Rows { get; init; } = [];

    /// <summary>Names of the columns.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>[rows][columns]; NaN leaves a cell empty.</summary>
    [JsonConverter(typeof(FiniteRows))]
    public IReadOnlyList<IReadOnlyList<double>> Z { get; init; } = [];

    /// <summary>What a row is.</summary>
    public string RowTitle { get; init; } = "";

    /// <summary>What a column is.</summary>
    public string ColumnTitle { get; init; } = "";

    /// <summary>d3 format of the numbers in the cells.</summary>
    public string Format { get; init; } = ".3~g";

    /// <summary>Value of the palest colour; null fits.</summary>
    public double? Min { get; init; }

    /// <summary>Value of the strongest colour; null fits.</summary>
    public double? Max { get; init; }

    /// <summary>Whether zero is the middle and the two sides differ in hue.</summary>
    public bool Diverging { get; init; }
}

/// <summary>Points in a plane.</summary>
public sealed record PointSeries : ChartSeries
{
    /// <summary>Horizontal values.</summary>
    [JsonConverter(typeof(FiniteNumbers))]
    public IReadOnlyList<double> X { get; init; } = [];

    /// <summary>Vertical values.</summary>
    [JsonConverter(typeof(FiniteNumbers))]
    public IReadOnlyList<double> Y { get; init; } = [];

    /// <summary>Half length of each point's horizontal whisker, or null.</summary>
    [JsonConverter(typeof(FiniteNumbers))]
    public IReadOnlyList<double>? ErrorX { get; init; }

    /// <summary>Half length of each point's vertical whisker, or null.</summary>
    [JsonConverter(typeof(FiniteNumbers))]
    public IReadOnlyList<double>? ErrorY { get; init; }

    /// <summary>Each point's name, or null.</summary>
    public IReadOnlyList<string>? Text { get; init; }

    /// <summary>Whether the names stand beside the points.</summary>
    public bool Labels { get; init; }

    /// <summary>A plotly symbol such as <c>circle</c>, <c>x</c> or <c>star</c>.</summary>
    public string Symbol { get; init; } = "circle";

    /// <summary>Diameter in pixels.</summary>
    public double Size { get; init; } = 8;

    /// <summary>From 0 to 1.</summary>
    public double Opacity { get; init; } = 0.9;
}

/// <summary>New points of one live series.</summary>
/// <param name="Series">Index of the series in the figure.</param>
/// <param name="X">Horizontal values.</param>
/// <param name="Y">Vertical values.</param>
public sealed record ChartPoints(
    int Series,
    [property: JsonConverter(typeof(FiniteNumbers))] IReadOnlyList<double> X,
    [property: JsonConverter(typeof(FiniteNumbers))] IReadOnlyList<double> Y);
