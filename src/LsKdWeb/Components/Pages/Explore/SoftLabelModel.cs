using LsKd.Core.Analysis;
using LsKd.Store.Contracts;
using LsKdWeb.Analyses;
using LsKdWeb.Components.Charts;
using LsKdWeb.Components.Shared;
using LsKdWeb.Components.Theme;

namespace LsKdWeb.Components.Pages.Explore;

/// <summary>A run with its report on the shown split.</summary>
public sealed record SoftLabelRun(RunSummary Run, AnalysisReport Report, string Label, RunMark Mark)
{
    /// <summary>The run's colour.</summary>
    public string Color => Mark.CssVariable;
}

/// <summary>What the soft-label page shows for a state.</summary>
public sealed class SoftLabelModel
{
    /// <summary>Bars of one chart; with more classes the first ones are shown, which the chart says.</summary>
    public const int MaxBars = 100;

    private readonly AnalysisFiles files;

    /// <summary>Works out a state.</summary>
    /// <exception cref="InvalidDataException">A report is damaged; the message names it.</exception>
    public SoftLabelModel(SoftLabelState state, IReadOnlyList<RunSummary> chosen, AnalysisFiles files)
    {
        this.files = files;
        Chosen = chosen;
        Splits = [.. chosen.SelectMany(r => files.Splits(r.Id)).Distinct().OrderBy(s => s switch { "train" => 0, "validation" => 1, _ => 2 })];
        Split = Splits.Contains(state.Split) ? state.Split : Splits.Contains("test") ? "test" : Splits.Count > 0 ? Splits[0] : "";
        var labels = RunLabels.Of(chosen);
        var marks = RunPalette.Together(chosen.Select(r => r.Id));
        Runs = [.. chosen.Select(r => (Run: r, Report: files.Report(r.Id, Split))).Where(r => r.Report is not null)
            .Select(r => new SoftLabelRun(r.Run, r.Report!, labels[r.Run.Id], marks[r.Run.Id]))];
        ClassNames = Runs.Count > 0 ? Runs[0].Report.ClassNames : [];
        Class = Math.Min(state.Class, Math.Max(0, ClassNames.Count - 1));
        TargetValues = MakeTargetValues();
        MinorValues = MakeMinorValues();
        Profiles = Figures.SortedProfiles([.. Runs.Select(r => new ReportSeries(r.Label, r.Color, [r.Run.Id], [r.Report]) { Symbol = r.Mark.Symbol })]);
        Context = new FigureContext([.. Runs.Select(r => FigureRun.Of(r.Run))], [$"Split: {Split}."]);
    }

    /// <summary>What exports say of the runs.</summary>
    public FigureContext Context { get; }

    /// <summary>The runs that exist.</summary>
    public IReadOnlyList<RunSummary> Chosen { get; }

    /// <summary>The runs with a report of the split.</summary>
    public IReadOnlyList<SoftLabelRun> Runs { get; }

    /// <summary>Splits that some run has.</summary>
    public IReadOnlyList<string> Splits { get; }

    /// <summary>The shown split.</summary>
    public string Split { get; }

    /// <summary>Names of the classes.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The class whose minor values are shown.</summary>
    public int Class { get; }

    /// <summary>Mean probability of the true class, by class.</summary>
    public ChartFigure TargetValues { get; }

    /// <summary>Mean probabilities of the other classes for samples of the chosen one.</summary>
    public ChartFigure MinorValues { get; }

    /// <summary>Mean probability by rank.</summary>
    public ChartFigure Profiles { get; }

    /// <summary>The classes that hold most of a class's minor mass, largest first.</summary>
    public IReadOnlyList<ClassProbability> Nearest(SoftLabelRun run, int label, int count = 3) =>
        Row(run, label) is { } row
            ? [.. row.Select((p, k) => new ClassProbability(k, p)).Where(c => c.Class != label).OrderByDescending(c => c.Probability).Take(count)]
            : [];

    /// <summary>Name of a class.</summary>
    public string Name(int label) => ClassNames.ElementAtOrDefault(label) ?? $"class {label}";

    private IReadOnlyList<double>? Row(SoftLabelRun run, int label) =>
        run.Report.SoftLabelByClass.Count > label ? run.Report.SoftLabelByClass[label] : files.SoftLabelRow(run.Run.Id, Split, label);

    private ChartFigure MakeTargetValues()
    {
        var shown = Math.Min(ClassNames.Count, MaxBars);
        var names = ClassNames.Take(shown).ToList();
        return new ChartFigure
        {
            Series = [.. Runs.Select(r => new BarSeries
            {
                Name = r.Label, Color = r.Color, RunIds = [r.Run.Id], X = names, Y = [.. r.Report.TargetProbabilityByClass.Take(shown).Select(p => p ?? double.NaN)],
            })],
            X = new ChartAxis("True class") { Categories = names },
            Y = new ChartAxis("Mean probability of the true class") { Limits = [0, 1] },
            Note = shown < ClassNames.Count ? $"The first {shown} of {ClassNames.Count} classes." : "",
        };
    }

    private ChartFigure MakeMinorValues()
    {
        var order = Runs.Count > 0 && Row(Runs[0], Class) is { } first
            ? Enumerable.Range(0, first.Count).Where(k => k != Class).OrderByDescending(k => first[k]).Take(Math.Min(MaxBars, 40)).ToList()
            : [];
        return new ChartFigure
        {
            Series = [.. Runs.Select(r => Minor(r, order))],
            X = new ChartAxis("Class") { Categories = [.. order.Select(Name)] },
            Y = new ChartAxis($"Mean probability, samples of {Name(Class)}"),
            Note = order.Count > 0 && order.Count < ClassNames.Count - 1 ? $"The {order.Count} largest of {ClassNames.Count - 1} by the first run." : "",
        };
    }

    private BarSeries Minor(SoftLabelRun run, List<int> order)
    {
        var row = Row(run, Class);
        return new BarSeries
        {
            Name = run.Label, Color = run.Color, RunIds = [run.Run.Id], X = [.. order.Select(Name)], Y = [.. order.Select(k => row is null ? double.NaN : row[k])],
        };
    }
}
