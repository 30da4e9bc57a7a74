using LsKd.Core.Studies.Verdicts;

namespace LsKd.Core.Studies.Reports;

/// <summary>A table of a study.</summary>
public sealed record StudyTable(
    string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows, string Note = "");

/// <summary>How a figure is drawn.</summary>
public enum FigureKind
{
    /// <summary>Joined points.</summary>
    Lines,

    /// <summary>Points alone.</summary>
    Scatter,

    /// <summary>Bars side by side over named categories.</summary>
    Bars,

    /// <summary>Coloured cells with their values.</summary>
    HeatMap,
}

/// <summary>A named series.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="X">Abscissae; for bars the category's index.</param>
/// <param name="Y">Ordinates.</param>
public sealed record FigureSeries(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y)
{
    /// <summary>Half length of error bars (standard deviation over seeds), or null.</summary>
    public IReadOnlyList<double>? Error { get; init; }

    /// <summary>A label for each point, or null.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>Drawn dashed.</summary>
    public bool Dashed { get; init; }

    /// <summary>Colour by number in the palette, or null for the next one.</summary>
    public int? Colour { get; init; }
}

/// <summary>A figure without a drawing library: the page draws it one way, a report another.</summary>
public sealed record StudyFigure
{
    /// <summary>Title.</summary>
    public required string Title { get; init; }

    /// <summary>How it is drawn.</summary>
    public required FigureKind Kind { get; init; }

    /// <summary>Title of the x axis.</summary>
    public string X { get; init; } = "";

    /// <summary>Title of the y axis.</summary>
    public string Y { get; init; } = "";

    /// <summary>The series; for a heat map none.</summary>
    public IReadOnlyList<FigureSeries> Series { get; init; } = [];

    /// <summary>Names of the bars' categories or of a heat map's columns.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Names of a heat map's rows.</summary>
    public IReadOnlyList<string> Rows { get; init; } = [];

    /// <summary>A heat map's values by row; null leaves a cell empty.</summary>
    public IReadOnlyList<IReadOnlyList<double?>> Cells { get; init; } = [];

    /// <summary>Whether the x axis is logarithmic.</summary>
    public bool LogX { get; init; }

    /// <summary>Whether one unit is equally long on both axes.</summary>
    public bool EqualAxes { get; init; }

    /// <summary>Limits of the axes, or null to fit the data; panels that are to be compared share them.</summary>
    public (double Low, double High)? RangeX { get; init; }

    /// <summary>Limits of the y axis.</summary>
    public (double Low, double High)? RangeY { get; init; }

    /// <summary>What must be said under it.</summary>
    public string Caption { get; init; } = "";

    /// <summary>Figures with the same text here stand side by side.</summary>
    public string Panel { get; init; } = "";
}

/// <summary>What a study came to with the runs stored so far.</summary>
public sealed record StudyFindings
{
    /// <summary>The verdict.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>The tables.</summary>
    public IReadOnlyList<StudyTable> Tables { get; init; } = [];

    /// <summary>The figures.</summary>
    public IReadOnlyList<StudyFigure> Figures { get; init; } = [];

    /// <summary>What must be said beside them.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];
}
