using LsKd.Store.Contracts;
using LsKdWeb.Analyses;
using Microsoft.AspNetCore.Components;

namespace LsKdWeb.Components.Pages.Explore;

/// <summary>Soft labels of several runs side by side. The address alone decides what is shown.</summary>
public sealed partial class SoftLabels : ComponentBase
{
    private SoftLabelState state = new();
    private SoftLabelModel? model;
    private Exception? error;

    [SupplyParameterFromQuery(Name = "runs")] private string? RunsQuery { get; set; }

    [SupplyParameterFromQuery(Name = "split")] private string? SplitQuery { get; set; }

    [SupplyParameterFromQuery(Name = "class")] private int? ClassQuery { get; set; }

    [SupplyParameterFromQuery(Name = "sample")] private long? SampleQuery { get; set; }

    [Inject] private IRunCatalog Catalog { get; set; } = null!;

    [Inject] private AnalysisFiles Files { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync()
    {
        state = SoftLabelState.From(RunsQuery, SplitQuery, ClassQuery, SampleQuery);
        return LoadAsync();
    }

    private async Task LoadAsync()
    {
        error = null;
        try
        {
            var ids = state.Runs.Count > 0 ? state.Runs : await FirstChoiceAsync();
            state = state with { Runs = ids };
            var found = await Task.WhenAll(ids.Select(id => Catalog.FindAsync(id)));
            model = new SoftLabelModel(state, [.. found.OfType<RunSummary>()], Files);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or InvalidOperationException)
        {
            error = e;
        }
    }

    private async Task<IReadOnlyList<string>> FirstChoiceAsync()
    {
        var newest = await Catalog.QueryAsync(new RunQuery { Take = 60 });
        return ProjectionModel.FirstChoice([.. newest.Runs.Where(r => Files.Splits(r.Id).Count > 0)]);
    }

    private void Go(SoftLabelState next) => Navigation.NavigateTo(next.ToUrl());

    private void PickClass(string? value)
    {
        if (int.TryParse(value, out var label))
            Go(state with { Class = label, Sample = null });
    }
}
