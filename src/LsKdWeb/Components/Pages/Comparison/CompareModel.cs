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
        Settings = SpecTable.Of([.. Groups.Select(g => g.First.Spec)]);
        Reports = Groups.ToDictionary(g => g.Id, ReportsOf);
        Profiles = Figures.SortedProfiles([.. WithReport.Select(g => (g.Name, (string?)g.Mark.CssVariable, Reports[g.Id][0]))]);
        Projection = MakeProjection();
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

    /// <summary>Each single run against a single baseline on the samples that both stored, by the column's id; null where there are none.</summary>
    public IReadOnlyDictionary<string, PairedComparison?> Pairs { get; }

    /// <summary>The projection of the first columns, or null.</summary>
    public ProjectionRequest? Projection { get; }

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
        [.. Groups.Select(g => (g.Name, (string?)g.Mark.CssVariable, DashOf(g), new CurveRequest(tag, [.. g.Runs.Select(r => r.Summary.Id)])))],
        MetricNames.Axis(MetricNames.Quantity(tag), MetricNames.Label(tag)), state.XKind);

    // A dash costs legibility, so it is kept for runs whose colour an earlier one here has too, or nearly.
    private string DashOf(CompareGroup group)
    {
        var alike = Groups.TakeWhile(g => g.Id != group.Id).Count(g => !RunPalette.Apart(g.Mark, group.Mark));
        return alike == 0 ? "solid" : group.Mark.Dash == "solid" ? "dash" : group.Mark.Dash;
    }

    private IReadOnlyList<AnalysisReport> ReportsOf(CompareGroup group) =>
        [.. group.Runs.Select(r => (Run: r, Report: files.Report(r.Summary.Id, state.Split))).Where(p => p.Report is not null).Select(p => Scored(p.Run, p.Report!))];

    // The scores of whole translations are the run's; of the last epoch's on validation nothing can be said for the best weights.
    private AnalysisReport Scored(RunDetails run, AnalysisReport report) => state.Split == "test" && run.Result is { } result
        ? report with { Bleu = Value(result, "test/bleu"), ChrF = Value(result, "test/chrf") }
        : report;

    private static double? Value(RunResult result, string tag) => result.Metrics.TryGetValue(tag, out var value) ? value : null;

    private ProjectionRequest? MakeProjection()
    {
        var shown = WithReport.Where(g => files.Splits(g.Id).Contains(state.Split)).Take(MaxPanels).ToList();
        return shown.Count > 0 && Reports[shown[0].Id][0] is { Triple.Count: 3 } report
            ? new ProjectionRequest([.. shown.Select(g => new PanelRequest(g.Id, state.Split))], report.Triple, ProjectionMethod.Plane, false)
            : null;
    }
}
