using LsKd.Core.Analysis;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Store.Contracts;
using LsKdWeb.Analyses;
using LsKdWeb.Api;
using LsKdWeb.Components.Charts;
using LsKdWeb.Components.Pages.Explore;
using LsKdWeb.Components.Shared;
using LsKdWeb.Components.Theme;

namespace LsKdWeb.Components.Pages.Comparison;

/// <summary>What the compare page shows for a state.</summary>
public sealed class CompareModel
{
    private const int MaxPanels = 4;
    private static readonly string[] Usual = ["train/loss", "validation/bleu", "validation/top1", "validation/nll", "validation/ece_15"];
    private readonly AnalysisFiles files;
    private readonly CompareState state;

    private CompareModel(CompareState state, IReadOnlyList<RunDetails> runs, IReadOnlyDictionary<string, RunSpec> teachers, IReadOnlyList<string> tags, AnalysisFiles files)
    {
        (this.state, this.files, Runs, AllTags) = (state, files, runs, tags);
        Groups = CompareGroup.Of(runs, state.Aggregate, teachers);
        Baseline = ChooseBaseline();
        Tags = state.Tags.Count > 0 ? [.. state.Tags.Where(tags.Contains)] : [.. Usual.Where(tags.Contains).Take(3)];
        Curves = [.. Tags.Select(tag => (tag, Curve(tag)))];
        Settings = SpecTable.OfGroups([.. Groups.Select(g => g.Runs.Select(r => r.Spec))]);
        Reports = Groups.ToDictionary(g => g.Id, ReportsOf);
        ReportSeries[] series = [.. WithReport.Select(g => new ReportSeries(g.Name, g.Mark.CssVariable, [.. g.Runs.Select(r => r.Summary.Id)], Reports[g.Id]) { Symbol = g.Mark.Symbol })];
        (Profiles, Reliability) = (Figures.SortedProfiles(series), Figures.Reliability(series));
        Context = new FigureContext([.. runs.Select(r => FigureRun.Of(r.Summary))], []);
        (Projection, Panels) = MakeProjection();
        Pairs = Groups.Where(g => g != Baseline).ToDictionary(g => g.Id, PairOf);
    }

    /// <summary>The runs that exist.</summary>
    public IReadOnlyList<RunDetails> Runs { get; }

    /// <summary>The columns.</summary>
    public IReadOnlyList<CompareGroup> Groups { get; }

    /// <summary>The column that the others are measured against.</summary>
    public CompareGroup? Baseline { get; }

    /// <summary>Metrics that some run has logged.</summary>
    public IReadOnlyList<string> AllTags { get; }

    /// <summary>Metrics with a chart.</summary>
    public IReadOnlyList<string> Tags { get; }

    /// <summary>The charts.</summary>
    public IReadOnlyList<(string Tag, ChartFigure Figure)> Curves { get; }

    /// <summary>Settings of each column.</summary>
    public IReadOnlyList<SpecRow> Settings { get; }

    /// <summary>Reports on the split, by the column's id; empty where it has none.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<AnalysisReport>> Reports { get; }

    /// <summary>Soft labels by rank.</summary>
    public ChartFigure Profiles { get; }

    /// <summary>Accuracy against confidence.</summary>
    public ChartFigure Reliability { get; }

    /// <summary>What exports say of the runs.</summary>
    public FigureContext Context { get; }

    /// <summary>Each single run against a single baseline on the samples that both stored, by the column's id; null where there are none.</summary>
    public IReadOnlyDictionary<string, PairedComparison?> Pairs { get; }

    /// <summary>The projection of the first columns, or null.</summary>
    public ProjectionRequest? Projection { get; }

    /// <summary>Names of the classes in <see cref="Projection"/>.</summary>
    public IReadOnlyList<string> ClassNames { get; private set; } = [];

    /// <summary>What the panels of <see cref="Projection"/> are called.</summary>
    public IReadOnlyList<PanelTitle> Panels { get; }

    /// <summary>Seeds to choose from for what is drawn of one network at a time; empty where no column holds several.</summary>
    public IReadOnlyList<int> Seeds => Groups.Any(g => g.Seeds.Count > 1) ? [.. Groups.SelectMany(g => g.Seeds).Distinct().Order()] : [];

    /// <summary>The seed that is drawn where a column has it.</summary>
    public int? Seed => Seeds.Count == 0 ? null : state.Seed is { } seed && Seeds.Contains(seed) ? seed : WithReport.Append(Groups[0]).First().First.Summary.Seed;

    /// <summary>Columns with a report.</summary>
    public IEnumerable<CompareGroup> WithReport => Groups.Where(g => Reports[g.Id].Count > 0);

    /// <summary>Works out a state.</summary>
    /// <exception cref="InvalidDataException">A report is damaged; the message names it.</exception>
    public static async Task<CompareModel> LoadAsync(CompareState state, IRunCatalog catalog, AnalysisFiles files, CancellationToken cancel = default)
    {
        var found = await Task.WhenAll(state.Runs.Select(id => catalog.DetailsAsync(id, cancel)));
        List<RunDetails> runs = [.. found.OfType<RunDetails>()];
        var tags = await Task.WhenAll(runs.Select(r => catalog.TagsAsync(r.Summary.Id, cancel)));
        var teachers = new Dictionary<string, RunSpec>();
        foreach (var id in runs.Select(r => r.Spec.Teacher?.Run).OfType<string>().Distinct())
            if (runs.Find(r => r.Summary.Id == id) is { } chosen)
                teachers[id] = chosen.Spec;
            else if (state.Aggregate && await catalog.DetailsAsync(id, cancel) is { } details)
                teachers[id] = details.Spec;
        return await Task.Run(() => new CompareModel(state, runs, teachers, [.. tags.SelectMany(t => t).Distinct().Order(StringComparer.Ordinal)], files), cancel);
    }

    /// <summary>A cell of the metric table.</summary>
    public CompareCell Cell(CompareMetric metric, CompareGroup group) =>
        CompareCell.Of(metric, Reports[group.Id], Baseline is null ? [] : Reports[Baseline.Id], group == Baseline).With(metric, Pairs.GetValueOrDefault(group.Id));

    private CompareGroup? ChooseBaseline()
    {
        var teachers = Runs.Select(r => r.Spec.Teacher?.Run).OfType<string>().ToHashSet();
        return Groups.FirstOrDefault(g => g.Runs.Any(r => r.Summary.Id == state.Baseline))
            ?? Groups.FirstOrDefault(g => g.Runs.Any(r => teachers.Contains(r.Summary.Id)))
            ?? (Groups.Count > 0 ? Groups[0] : null);
    }

    // Sample ids are those of a data set: the same number in another set is another sample.
    private PairedComparison? PairOf(CompareGroup group) =>
        Baseline is { Runs: [var other] } && group.Runs is [var own] && own.Spec.Data.Dataset == other.Spec.Data.Dataset
            ? files.Paired(other.Summary.Id, own.Summary.Id, state.Split)
            : null;

    private ChartFigure Curve(string tag) => Figures.Curves(
        [.. Groups.Select(g => (g.Name, (string?)g.Mark.CssVariable, "solid", (string?)g.Mark.Symbol, new CurveRequest(tag, [.. g.Runs.Select(r => r.Summary.Id)])))],
        MetricNames.Axis(MetricNames.Quantity(tag), MetricNames.Label(tag)), state.XKind);

    private IReadOnlyList<AnalysisReport> ReportsOf(CompareGroup group) =>
        [.. group.Runs.Select(r => (Run: r, Report: files.Report(r.Summary.Id, state.Split))).Where(p => p.Report is not null).Select(p => Scored(p.Run, p.Report!))];

    // The scores of whole translations are the run's; of the last epoch's on validation nothing can be said for the best weights.
    private AnalysisReport Scored(RunDetails run, AnalysisReport report) => state.Split == "test" && run.Result is { } result
        ? report with { Bleu = Value(result, "test/bleu"), ChrF = Value(result, "test/chrf") }
        : report;

    private static double? Value(RunResult result, string tag) => result.Metrics.TryGetValue(tag, out var value) ? value : null;

    private (ProjectionRequest?, IReadOnlyList<PanelTitle>) MakeProjection()
    {
        var shown = Groups.Select(g => (Group: g, Run: g.OfSeed(Seed).Summary)).Where(p => files.Splits(p.Run.Id).Contains(state.Split)).Take(MaxPanels).ToList();
        if (shown.Count == 0 || files.Report(shown[0].Run.Id, state.Split) is not { Triple.Count: 3 } report)
            return (null, []);
        var request = new ProjectionRequest([.. shown.Select(p => new PanelRequest(p.Run.Id, state.Split))], report.Triple, ProjectionMethod.Plane, false);
        ClassNames = report.ClassNames;
        return (request, [.. shown.Select(p => PanelTitle.Of(state.Split, p.Group.Label, FigureRun.Of(p.Run)))]);
    }
}
