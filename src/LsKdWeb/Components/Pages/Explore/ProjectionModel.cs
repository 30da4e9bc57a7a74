using LsKd.Core.Analysis;
using LsKd.Core.Catalogs;
using LsKd.Store.Contracts;
using LsKdWeb.Analyses;
using LsKdWeb.Components.Charts;
using LsKdWeb.Components.Shared;

namespace LsKdWeb.Components.Pages.Explore;

/// <summary>What the explorer can show for a state: runs, splits, epochs, classes, proposed triples, and the request itself.</summary>
public sealed record ProjectionModel
{
    /// <summary>The runs that exist, in the order of the state.</summary>
    public IReadOnlyList<RunSummary> Runs { get; private init; } = [];

    /// <summary>Splits that some run has stored.</summary>
    public IReadOnlyList<string> Splits { get; private init; } = [];

    /// <summary>The splits that are shown.</summary>
    public IReadOnlyList<string> Shown { get; private init; } = [];

    /// <summary>Epochs that every panel has stored.</summary>
    public IReadOnlyList<int> Epochs { get; private init; } = [];

    /// <summary>Names of the classes.</summary>
    public IReadOnlyList<string> ClassNames { get; private init; } = [];

    /// <summary>Triples that the evidence, the data set or the run proposes; the best first.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Triples { get; private init; } = [];

    /// <summary>The most similar pairs of the first run, with their centre distances.</summary>
    public AnalysisReport? Report { get; private init; }

    /// <summary>What is fetched and drawn, or null when there is nothing to show.</summary>
    public ProjectionRequest? Request { get; private init; }

    /// <summary>What each panel is called.</summary>
    public IReadOnlyList<PanelTitle> Panels { get; private init; } = [];

    /// <summary>What the reader must know about the choice.</summary>
    public IReadOnlyList<string> Remarks { get; private init; } = [];

    /// <summary>Works out a state.</summary>
    /// <exception cref="InvalidDataException">A report is damaged; the message names it.</exception>
    public static ProjectionModel For(ProjectionState state, IReadOnlyList<RunSummary> runs, AnalysisFiles files)
    {
        var splits = runs.SelectMany(r => files.Splits(r.Id)).Distinct().OrderBy(Order).ToList();
        var shown = Chosen(state.Splits, splits);
        var report = runs.SelectMany(r => shown, (r, s) => files.Report(r.Id, s)).FirstOrDefault(r => r is not null);
        var names = report?.ClassNames ?? [];
        var triples = ProposedTriples(runs, report, names);
        var classes = Classes(state, triples, names.Count);
        var panels = shown.SelectMany(s => runs, (s, r) => new PanelRequest(r.Id, s, state.Epoch)).ToList();
        var request = panels.Count == 0 || (classes.Count == 0 && state.Method != ProjectionMethod.AllClassPca)
            ? null
            : new ProjectionRequest([.. panels.Take(ProjectionRequest.MaxPanels)], classes, state.Method, state.AllClasses || state.Method == ProjectionMethod.AllClassPca);
        var labels = RunLabels.Of(runs);
        var named = runs.ToDictionary(r => r.Id, FigureRun.Of);
        return new ProjectionModel
        {
            Runs = runs, Splits = splits, Shown = shown, ClassNames = names, Triples = triples, Report = report, Request = request,
            Epochs = CommonEpochs(panels, files),
            Panels = [.. (request?.Panels ?? []).Select(p => PanelTitle.Of(p.Split, labels[p.Run], named[p.Run], p.Epoch))],
            Remarks = [.. RemarksOn(panels.Count, runs, files)],
        };
    }

    /// <summary>Two runs that show the question best: the newest ones of one data set that differ in smoothing.</summary>
    public static IReadOnlyList<string> FirstChoice(IReadOnlyList<RunSummary> candidates)
    {
        if (candidates.Count == 0)
            return [];
        var pairs = candidates.Select(first => (First: first, Second: candidates.FirstOrDefault(r => IsContrast(first, r))));
        return pairs.FirstOrDefault(p => p.Second is not null) is ({ } one, { } other)
            ? [.. new[] { one, other }.OrderBy(r => r.Smoothing).Select(r => r.Id)]
            : [candidates[0].Id];
    }

    // Nothing but the smoothing may differ, the seed neither.
    private static bool IsContrast(RunSummary a, RunSummary b) =>
        (a.Dataset, a.Model, a.Objective, a.TeacherId, a.Seed) == (b.Dataset, b.Model, b.Objective, b.TeacherId, b.Seed) && a.Smoothing != b.Smoothing;

    private static int Order(string split) => split switch { "train" => 0, "validation" => 1, _ => 2 };

    private static List<string> Chosen(IReadOnlyList<string> wanted, List<string> splits)
    {
        var chosen = splits.Where(wanted.Contains).ToList();
        return chosen.Count > 0 ? chosen : [.. splits.Where(s => s != "validation" || !splits.Contains("test")).Take(2)];
    }

    private static List<IReadOnlyList<int>> ProposedTriples(IReadOnlyList<RunSummary> runs, AnalysisReport? report, IReadOnlyList<string> names)
    {
        List<IReadOnlyList<int>> proposed = [];
        if (report is { Triple.Count: 3 })
            proposed.Add(report.Triple);
        if (runs.Count > 0 && names.Count > 0 && DatasetCatalog.Find(runs[0].Dataset) is { Triple.Count: 3 } known)
            proposed.Add([.. known.Triple.Select(name => IndexOf(names, name))]);
        proposed.AddRange(report?.ProposedTriples ?? []);
        return [.. proposed.Where(t => t.Count == 3 && t.All(c => c >= 0)).DistinctBy(t => string.Join(',', t)).Take(8)];
    }

    private static int IndexOf(IReadOnlyList<string> names, string name)
    {
        for (var i = 0; i < names.Count; i++)
            if (names[i] == name)
                return i;
        return -1;
    }

    private static IReadOnlyList<int> Classes(ProjectionState state, List<IReadOnlyList<int>> triples, int count)
    {
        if (state.Classes.Count == 3 && (count == 0 || state.Classes.All(c => c < count)))
            return state.Classes;
        return triples.Count > 0 ? triples[0] : count >= 3 ? [0, 1, 2] : [];
    }

    private static List<int> CommonEpochs(List<PanelRequest> panels, AnalysisFiles files)
    {
        var all = panels.Select(p => files.Epochs(p.Run, p.Split)).ToList();
        return all.Count == 0 ? [] : [.. all.Aggregate<IReadOnlyList<int>, IEnumerable<int>>(all[0], (shared, more) => shared.Intersect(more)).Order()];
    }

    private static IEnumerable<string> RemarksOn(int panels, IReadOnlyList<RunSummary> runs, AnalysisFiles files)
    {
        if (panels > ProjectionRequest.MaxPanels)
            yield return $"{panels} panels were asked for; the first {ProjectionRequest.MaxPanels} are shown.";
        foreach (var run in runs.Where(r => files.Splits(r.Id).Count == 0))
            yield return $"{run.Name} has stored no samples.";
        if (runs.Select(r => r.Dataset).Distinct().Count() > 1)
            yield return "The runs use different data sets: classes are matched by number, and planes of different networks cannot be compared point by point.";
    }
}
