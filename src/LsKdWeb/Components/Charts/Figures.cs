using LsKd.Core.Analysis;
using LsKd.Core.Studies.Statistics;
using LsKdWeb.Api;

namespace LsKdWeb.Components.Charts;

/// <summary>The figures that several pages show.</summary>
public static class Figures
{
    // More curves than this would make a read-out taller than the chart.
    private const int MaxReadOut = 10;

    /// <summary>Curves of stored metrics, fetched and refined on zoom by the chart itself.</summary>
    /// <param name="curves">Name, colour, dash, shape of points and request of each curve, in the order of the legend.</param>
    /// <param name="y">The vertical axis.</param>
    /// <param name="xKind"><c>step</c>, <c>epoch</c> or <c>time</c>.</param>
    /// <param name="points">Most points a curve before the server reduces it.</param>
    public static ChartFigure Curves(
        IReadOnlyList<(string Name, string? Color, string Dash, string? Symbol, CurveRequest Request)> curves, ChartAxis y, string xKind = "step", int points = 1000) => new()
        {
            Series = [.. curves.Select((c, i) => new LineSeries { Name = c.Name, Color = c.Color, Dash = c.Dash, Symbol = c.Symbol, Column = $"{i}", RunIds = c.Request.Runs })],
            Source = new CurveSource(CurveRequest.Url(curves.Select(c => c.Request), points), xKind),
            X = XAxis(xKind),
            Y = y,
            Hover = curves.Count <= MaxReadOut ? "x unified" : "closest",
        };

    /// <summary>The horizontal axis of curves over training.</summary>
    public static ChartAxis XAxis(string kind) => kind switch
    {
        "epoch" => new ChartAxis("Epoch") { Limits = [0, null], Whole = true },
        "time" => new ChartAxis("Time since start", "s") { Limits = [0, null] },
        _ => new ChartAxis("Step") { Limits = [0, null], Whole = true },
    };

    /// <summary>Accuracy against confidence in 15 bins, with the line of perfect calibration.</summary>
    public static ChartFigure Reliability(params IReadOnlyList<(string Name, AnalysisReport Report)> runs) =>
        Reliability([.. runs.Select(run => new ReportSeries(run.Name, null, [], [run.Report]))]);

    /// <summary>The same for runs in their colours; the samples of runs that were put together are pooled.</summary>
    public static ChartFigure Reliability(IReadOnlyList<ReportSeries> runs) => new()
    {
        Series = [.. runs.Select(ReliabilityLine)],
        X = new ChartAxis("Mean confidence") { Range = [0, 1] },
        Y = new ChartAxis("Accuracy") { Range = [0, 1] },
        Marks = [new ChartMark("diagonal", 1, "calibrated")],
        EqualScale = false,
        Note = "15 bins of equal width; empty bins are left out." + (runs.Any(r => r.Reports.Count > 1) ? " The samples of all seeds of a group are pooled." : ""),
    };

    /// <summary>Samples of each true class (row) by predicted class (column), as shares of the row.</summary>
    public static ChartFigure Confusion(AnalysisReport report) => new()
    {
        Series =
        [
            new HeatSeries
            {
                Name = "Share of the true class", Rows = report.ClassNames, Columns = report.ClassNames, Min = 0, Max = 1, Format = ".2f",
                RowTitle = "True class", ColumnTitle = "Predicted class", Z = [.. report.Confusion.Select(Shares)],
            },
        ],
        X = new ChartAxis("Predicted class") { Categories = report.ClassNames },
        Y = new ChartAxis("True class") { Categories = report.ClassNames, Reversed = true },
        Legend = false,
    };

    /// <summary>Mean soft label of each class as a matrix; the diagonal holds the target values.</summary>
    public static ChartFigure SoftLabelMatrix(AnalysisReport report) => new()
    {
        Series =
        [
            new HeatSeries
            {
                Name = "Mean probability", Rows = report.ClassNames, Columns = report.ClassNames, Min = 0, Format = ".3f",
                RowTitle = "True class", ColumnTitle = "Class", Z = [.. report.SoftLabelByClass.Select(row => row ?? Gap(report.Classes))],
            },
        ],
        X = new ChartAxis("Class") { Categories = report.ClassNames },
        Y = new ChartAxis("True class") { Categories = report.ClassNames, Reversed = true },
        Legend = false,
    };

    /// <summary>Mean probability by rank: how much the largest, second largest ... value of a soft label is.</summary>
    public static ChartFigure SortedProfiles(IReadOnlyList<(string Name, string? Color, AnalysisReport Report)> runs) =>
        SortedProfiles([.. runs.Select(run => new ReportSeries(run.Name, run.Color, [], [run.Report]))]);

    /// <summary>The same with mean and standard deviation of runs that were put together.</summary>
    public static ChartFigure SortedProfiles(IReadOnlyList<ReportSeries> runs) => new()
    {
        Series = [.. runs.Select(ProfileLine)],
        X = new ChartAxis("Rank of the class in the soft label") { Whole = true },
        Y = new ChartAxis("Mean probability") { Limits = [0, 1] },
        Hover = "x unified",
        Note = runs.Any(r => r.Reports.Count > 1) ? "Bands: mean ± standard deviation over the seeds of a group." : "",
    };

    private static LineSeries ProfileLine(ReportSeries run)
    {
        var ranks = run.Reports.Min(r => r.MeanSortedProbabilities.Count);
        var spreads = Enumerable.Range(0, ranks).Select(i => new Sample([.. run.Reports.Select(r => r.MeanSortedProbabilities[i])])).ToList();
        var line = new LineSeries
        {
            Name = run.Name, Color = run.Color, Symbol = run.Symbol, RunIds = run.RunIds, Smooth = false, Mode = ranks <= 100 ? "lines+markers" : "lines",
            X = [.. Enumerable.Range(1, ranks).Select(i => (double)i)], Y = [.. spreads.Select(s => s.Mean)],
        };
        return run.Reports.Count < 2
            ? line
            : line with { Low = [.. spreads.Select(s => s.Mean - s.Deviation ?? s.Mean)], High = [.. spreads.Select(s => s.Mean + s.Deviation ?? s.Mean)] };
    }

    private static LineSeries ReliabilityLine(ReportSeries run)
    {
        var bins = run.Reports.SelectMany(r => r.ReliabilityBins.Select((bin, place) => (bin, place))).Where(b => b.bin is [> 0, not null, not null])
            .GroupBy(b => b.place, b => b.bin).OrderBy(g => g.Key).Select(Pooled).ToList();
        return new LineSeries
        {
            Name = run.Name, Color = run.Color, Symbol = run.Symbol, RunIds = run.RunIds, Smooth = false, Mode = "lines+markers",
            X = [.. bins.Select(b => b.Confidence)], Y = [.. bins.Select(b => b.Accuracy)], Text = [.. bins.Select(b => $"{b.Count:0} samples")],
        };
    }

    private static (double Count, double Accuracy, double Confidence) Pooled(IEnumerable<IReadOnlyList<double?>> bins)
    {
        var kept = bins.ToList();
        var count = kept.Sum(b => b[0]!.Value);
        return (count, kept.Sum(b => b[0]!.Value * b[1]!.Value) / count, kept.Sum(b => b[0]!.Value * b[2]!.Value) / count);
    }

    private static IReadOnlyList<double> Shares(IReadOnlyList<int> row)
    {
        var total = row.Sum();
        return total == 0 ? Gap(row.Count) : [.. row.Select(n => (double)n / total)];
    }

    private static double[] Gap(int length) => [.. Enumerable.Repeat(double.NaN, length)];
}

/// <summary>A curve of analysis reports: of one run, or of runs that were put together.</summary>
/// <param name="Name">Name in the legend.</param>
/// <param name="Color">A CSS colour, or null.</param>
/// <param name="RunIds">The runs.</param>
/// <param name="Reports">One report or more.</param>
public sealed record ReportSeries(string Name, string? Color, IReadOnlyList<string> RunIds, IReadOnlyList<AnalysisReport> Reports)
{
    /// <summary>Shape of its points, or null for the usual one.</summary>
    public string? Symbol { get; init; }
}
