using LsKd.Core.Analysis;
using LsKd.Store.Contracts;
using LsKdWeb.Analyses;
using Microsoft.AspNetCore.Components;

namespace LsKdWeb.Components.Pages.Explore;

/// <summary>The projection explorer. Every choice changes the address, and the address alone decides what is shown.</summary>
public sealed partial class Projections : ComponentBase
{
    private static readonly string[] Places = ["First class", "Second class", "Third class"];
    private ProjectionState state = new();
    private ProjectionModel? model;
    private Exception? error;

    [SupplyParameterFromQuery(Name = "runs")] private string? RunsQuery { get; set; }

    [SupplyParameterFromQuery(Name = "splits")] private string? SplitsQuery { get; set; }

    [SupplyParameterFromQuery(Name = "classes")] private string? ClassesQuery { get; set; }

    [SupplyParameterFromQuery(Name = "method")] private string? MethodQuery { get; set; }

    [SupplyParameterFromQuery(Name = "colour")] private string? ColourQuery { get; set; }

    [SupplyParameterFromQuery(Name = "all")] private bool? AllQuery { get; set; }

    [SupplyParameterFromQuery(Name = "axes")] private string? AxesQuery { get; set; }

    [SupplyParameterFromQuery(Name = "epoch")] private int? EpochQuery { get; set; }

    [Inject] private IRunCatalog Catalog { get; set; } = null!;

    [Inject] private AnalysisFiles Files { get; set; } = null!;

    [Inject] private ClassChoices Choices { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    private int EpochPlace => state.Epoch is { } e && model!.Epochs.ToList().IndexOf(e) is >= 0 and var place ? place : model!.Epochs.Count;

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync()
    {
        var next = ProjectionState.From(RunsQuery, SplitsQuery, ClassesQuery, MethodQuery, ColourQuery, AllQuery, AxesQuery, EpochQuery);
        var same = model is not null && error is null && next.ToUrl() == state.ToUrl();
        state = next;
        return same ? Task.CompletedTask : LoadAsync();
    }

    private async Task LoadAsync()
    {
        error = null;
        var asked = state.ToUrl();
        try
        {
            var ids = state.Runs.Count > 0 ? state.Runs : await FirstChoiceAsync();
            state = state with { Runs = ids };
            var found = await Task.WhenAll(ids.Select(id => Catalog.FindAsync(id)));
            List<RunSummary> runs = [.. found.OfType<RunSummary>()];
            if (state.Classes.Count == 0 && runs.Count > 0)
                state = state with { Classes = await Choices.RecallAsync(runs[0].Dataset) };
            model = ProjectionModel.For(state, runs, Files);
            Complete(asked);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or InvalidOperationException)
        {
            error = e;
        }
    }

    // What the page chose itself goes into the address too: a link that is passed on shows others the same.
    private void Complete(string asked)
    {
        if (model!.Request is not { } request)
            return;
        state = state with { Splits = model.Shown, Classes = request.Classes };
        if (state.ToUrl() != asked)
            Navigation.NavigateTo(state.ToUrl(), replace: true);
    }

    private async Task<IReadOnlyList<string>> FirstChoiceAsync()
    {
        var newest = await Catalog.QueryAsync(new RunQuery { Take = 60 });
        return ProjectionModel.FirstChoice([.. newest.Runs.Where(r => Files.Splits(r.Id).Count > 0)]);
    }

    private void Go(ProjectionState next) => Navigation.NavigateTo(next.ToUrl());

    private async Task ChooseAsync(IReadOnlyList<int> classes)
    {
        await Choices.RememberAsync(model!.Runs[0].Dataset, classes);
        Go(state with { Classes = classes });
    }

    private void Toggle(string split)
    {
        var shown = model!.Shown.Contains(split) ? model.Shown.Where(s => s != split) : model.Shown.Append(split);
        Go(state with { Splits = [.. shown] });
    }

    private Task PickAsync(int place, string? value)
    {
        if (!int.TryParse(value, out var chosen))
            return Task.CompletedTask;
        var classes = model!.Request!.Classes.ToArray();
        var twin = Array.IndexOf(classes, chosen);
        if (twin >= 0)
            classes[twin] = classes[place];
        classes[place] = chosen;
        return ChooseAsync(classes);
    }

    private Task PickPairAsync((int First, int Second) pair)
    {
        var third = model!.Request!.Classes.Reverse().FirstOrDefault(c => c != pair.First && c != pair.Second, -1);
        return third < 0 ? Task.CompletedTask : ChooseAsync([pair.First, pair.Second, third]);
    }

    private void Scrub(string? value)
    {
        if (int.TryParse(value, out var place))
            Navigation.NavigateTo((state with { Epoch = place < model!.Epochs.Count ? model.Epochs[place] : null }).ToUrl(), replace: true);
    }

    private bool IsShown(IReadOnlyList<int> triple) => model!.Request is { } request && request.Classes.SequenceEqual(triple);

    private IReadOnlyList<int> ParseTriple(string? text) =>
        string.IsNullOrEmpty(text) ? model!.Request!.Classes : [.. text.Split(',').Select(int.Parse)];

    private string ClassName(int label) => model!.ClassNames.ElementAtOrDefault(label) ?? $"class {label}";

    private IReadOnlyList<(string Run, string Title, AnalysisReport Report)> Reports() =>
        [.. model!.Request!.Panels.Zip(model.Panels)
            .Select(p => (p.First.Run, p.Second.Title, Report: Files.Report(p.First.Run, p.First.Split, p.First.Epoch)))
            .Where(p => p.Report is not null).Select(p => (p.Run, p.Title, p.Report!))];
}
