using LsKd.Store.Contracts;
using LsKdWeb.Components.Shared;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace LsKdWeb.Components.Pages.Runs;

/// <summary>One page of runs. It shows what the page read and asks for changes of the table's state; it reads nothing itself.</summary>
public sealed partial class RunGrid
{
    private const string RowChosen = "chosen";

    private MudDataGrid<RunSummary>? _grid;
    private IReadOnlyList<RunSummary>? _shown;
    private IReadOnlySet<string> _ambiguous = new HashSet<string>();

    /// <summary>The runs of the page.</summary>
    [Parameter, EditorRequired] public IReadOnlyList<RunSummary> Runs { get; set; } = [];

    /// <summary>Runs that match in all.</summary>
    [Parameter, EditorRequired] public int Total { get; set; }

    /// <summary>What the table shows.</summary>
    [Parameter, EditorRequired] public RunTableState State { get; set; } = new();

    /// <summary>Called with what it shall show.</summary>
    [Parameter] public EventCallback<RunTableState> Changed { get; set; }

    /// <summary>The selected runs by id, over all pages.</summary>
    [Parameter, EditorRequired] public Dictionary<string, RunSummary> Selected { get; set; } = [];

    /// <summary>Called after the selection changed.</summary>
    [Parameter] public EventCallback SelectedChanged { get; set; }

    /// <summary>Called to act on a run.</summary>
    [Parameter] public EventCallback<(RunAction Action, IReadOnlyList<RunSummary> Runs)> OnAction { get; set; }

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (ReferenceEquals(_shown, Runs))
            return;
        _shown = Runs;
        _ambiguous = RunLabels.Ambiguous(Runs);
        if (_grid is not null)
            await _grid.ReloadServerData();
    }

    private static string Class(RunColumn column) => $"{(column.IsNumber ? "num" : "word")} at-{column.Key.Split(':')[0]}";

    private Task<GridData<RunSummary>> ServeAsync(GridState<RunSummary> state, CancellationToken cancel) =>
        Task.FromResult(new GridData<RunSummary> { Items = Runs, TotalItems = Total });

    // A second click turns the order round; numbers start with the largest, words with the first.
    private Task SortAsync(string key)
    {
        var isNumber = RunColumns.Of([key]) is [{ IsNumber: true }];
        var descending = State.Sort == key ? !State.Descending : isNumber;
        return Changed.InvokeAsync(State with { Sort = key, Descending = descending, Page = 0 });
    }

    private Task SelectAsync(RunSummary run, bool selected)
    {
        if (selected)
            Selected[run.Id] = run;
        else
            Selected.Remove(run.Id);
        return SelectedChanged.InvokeAsync();
    }

    private async Task SelectAllAsync(bool selected)
    {
        foreach (var run in Runs)
            await SelectAsync(run, selected);
    }
}
