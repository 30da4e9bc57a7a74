using LsKd.Core.Runs;
using LsKd.Store.Contracts;
using LsKdWeb.Analyses;
using LsKdWeb.Components.Pages.Explore;
using Microsoft.AspNetCore.Components;

namespace LsKdWeb.Components.Pages.Comparison;

/// <summary>Runs against a baseline: curves, metrics, settings, projections, soft labels. The address alone decides what is shown.</summary>
public sealed partial class Compare : ComponentBase
{
    private CompareState state = new();
    private CompareModel? model;
    private Exception? error;

    [SupplyParameterFromQuery(Name = "runs")] private string? RunsQuery { get; set; }

    [SupplyParameterFromQuery(Name = "baseline")] private string? BaselineQuery { get; set; }

    [SupplyParameterFromQuery(Name = "tags")] private string? TagsQuery { get; set; }

    [SupplyParameterFromQuery(Name = "x")] private string? XQuery { get; set; }

    [SupplyParameterFromQuery(Name = "smooth")] private double? SmoothQuery { get; set; }

    [SupplyParameterFromQuery(Name = "seeds")] private bool? SeedsQuery { get; set; }

    [SupplyParameterFromQuery(Name = "all")] private bool? AllQuery { get; set; }

    [SupplyParameterFromQuery(Name = "split")] private string? SplitQuery { get; set; }

    [SupplyParameterFromQuery(Name = "seed")] private int? SeedQuery { get; set; }

    [SupplyParameterFromQuery(Name = "logx")] private string? LogXQuery { get; set; }

    [SupplyParameterFromQuery(Name = "logy")] private string? LogYQuery { get; set; }

    [Inject] private IRunCatalog Catalog { get; set; } = null!;

    [Inject] private AnalysisFiles Files { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    private IReadOnlyList<RunSummary> Chosen => [.. model!.Runs.Select(r => r.Summary)];

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync()
    {
        var next = CompareState.From(RunsQuery, BaselineQuery, TagsQuery, XQuery, SmoothQuery, SeedsQuery, AllQuery, SplitQuery, SeedQuery, LogXQuery, LogYQuery);
        var same = model is not null && error is null && Key(next) == Key(state);
        state = next;
        return same ? Task.CompletedTask : LoadAsync();
    }

    // Smoothing and the list of settings change nothing that must be read again; the charts keep their data.
    private static string Key(CompareState state) => (state with { Smoothing = 0, AllSettings = false, LogX = [], LogY = [] }).ToUrl();

    private async Task LoadAsync()
    {
        error = null;
        try
        {
            if (state.Runs.Count == 0)
            {
                // What the page chose itself goes into the address too: a link that is passed on shows others the same.
                state = state with { Runs = await FirstChoiceAsync() };
                Navigation.NavigateTo(state.ToUrl(), replace: true);
            }
            model = await CompareModel.LoadAsync(state, Catalog, Files);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or InvalidOperationException)
        {
            error = e;
        }
    }

    private async Task<IReadOnlyList<string>> FirstChoiceAsync()
    {
        var newest = await Catalog.QueryAsync(new RunQuery { Take = 4, States = [RunState.Succeeded] });
        return newest.Runs.Count < 2 ? [] : [.. newest.Runs.Select(r => r.Id).Reverse()];
    }

    private void Go(CompareState next) => Navigation.NavigateTo(next.ToUrl());

    private void Toggle(string tag) =>
        Go(state with { Tags = [.. model!.Tags.Contains(tag) ? model.Tags.Where(t => t != tag) : model.Tags.Append(tag)] });

    private void ScaleAxes(string tag, (bool LogX, bool LogY) axes) => Go(state with
    {
        LogX = [.. state.LogX.Where(t => t != tag), .. axes.LogX ? [tag] : Array.Empty<string>()],
        LogY = [.. state.LogY.Where(t => t != tag), .. axes.LogY ? [tag] : Array.Empty<string>()],
    });

    private void ShowSeed(string? value)
    {
        if (int.TryParse(value, out var seed))
            Go(state with { Seed = seed });
    }

    private string ExplorerUrl(ProjectionRequest request) => new ProjectionState
    {
        Runs = [.. request.Panels.Select(p => p.Run)], Splits = [state.Split], Classes = request.Classes,
    }.ToUrl();

    private string SoftLabelUrl() => new SoftLabelState
    {
        Runs = [.. model!.WithReport.Take(SoftLabelState.MaxRuns).Select(g => g.OfSeed(model.Seed).Summary.Id)], Split = state.Split,
    }.ToUrl();

    private void Smooth(string? value)
    {
        if (double.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out var weight))
            Go(state with { Smoothing = weight });
    }
}
