using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Learning.Analysis;
using LsKd.Store.Contracts;
using LsKdWeb.Components.Fields;
using Microsoft.AspNetCore.Components;

namespace LsKdWeb.Components.Pages.NewExperiment;

/// <summary>Finished runs on the same classes, with what decides whether one makes a good teacher.</summary>
public sealed partial class TeacherPicker : IDisposable
{
    private const int Listed = 40;
    private readonly CancellationTokenSource _gone = new();
    private IReadOnlyList<Candidate> _candidates = [];
    private (DataSpec Data, RunTask Task)? _asked;
    private Exception? _failure;
    private string _search = "";
    private int _total;
    private bool _loaded;

    /// <summary>The student's data.</summary>
    [Parameter, EditorRequired] public DataSpec Data { get; set; } = new();

    /// <summary>The student's task.</summary>
    [Parameter] public RunTask Task { get; set; }

    /// <summary>The teacher.</summary>
    [Parameter, EditorRequired] public TeacherSpec? Value { get; set; }

    /// <summary>Called with the chosen teacher.</summary>
    [Parameter] public EventCallback<TeacherSpec> Changed { get; set; }

    /// <summary>Problems of the whole spec.</summary>
    [CascadingParameter] public FieldProblems Problems { get; set; } = FieldProblems.None;

    [Inject] private IRunCatalog Catalog { get; set; } = null!;

    private bool IsTranslation => Task is RunTask.Translation;

    private string Measure => IsTranslation ? "test/bleu" : "test/top1";

    private string? Problem => Problems["teacher.run"] ?? Problems["teacher"];

    private IEnumerable<Candidate> Shown =>
        _candidates.OrderBy(c => c.Id == Value?.Run ? 0 : 1).Where(c => c.Name.Contains(_search, StringComparison.OrdinalIgnoreCase) || c.Id.StartsWith(_search, StringComparison.Ordinal));

    /// <inheritdoc />
    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (_asked is { } asked && asked.Task == Task && SameClasses(asked.Data, Data))
            return;
        _asked = (Data, Task);
        try
        {
            await LoadAsync();
            _failure = null;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            _failure = e;
        }
        _loaded = true;
    }

    private async Task LoadAsync()
    {
        var page = await Catalog.QueryAsync(
            new() { Datasets = [Data.Dataset], States = [RunState.Succeeded], Take = Listed, Metrics = [Measure] }, _gone.Token);
        List<Candidate> found = [];
        foreach (var run in page.Runs)
            if (await Catalog.DetailsAsync(run.Id, _gone.Token) is { } details && SameClasses(details.Spec.Data, Data))
                found.Add(new(run.Id, run.Name, run.Model, run.Smoothing, run.Metrics.GetValueOrDefault(Measure)?.Last, Instability(details.Folder)));
        (_candidates, _total) = (found, page.Total);
    }

    private Task ChooseAsync(string? id) => Changed.InvokeAsync((Value ?? new()) with { Run = id?.Trim() ?? "" });

    private static bool SameClasses(DataSpec a, DataSpec b) =>
        (a.Dataset, a.Path, a.Classes, a.ClassOrder, a.LabelLevel) == (b.Dataset, b.Path, b.Classes, b.ClassOrder, b.LabelLevel)
        && (a.ClassOrder is ClassOrder.First || a.Classes is null || a.Seed == b.Seed);

    private static double? Instability(RunFolder folder)
    {
        var file = folder.Report("test");
        return File.Exists(file) ? 1 - ReportFile.Read(file).Stability?.SquaredL2 : null;
    }

    private sealed record Candidate(string Id, string Name, string Model, double Smoothing, double? Score, double? Instability);
}
