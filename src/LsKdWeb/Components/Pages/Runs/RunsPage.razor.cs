using LsKd.Store.Contracts;
using LsKdWeb.Components.Live;
using LsKdWeb.Components.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace LsKdWeb.Components.Pages.Runs;

/// <summary>The table of all runs.</summary>
public sealed partial class RunsPage : LivePage
{
    private static readonly TimeSpan LeastPause = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, RunSummary> _selected = [];
    private RunTableState _state = new();
    private IReadOnlyList<RunSummary> _runs = [];
    private IReadOnlyList<RunGroup> _groups = [];
    private IReadOnlyList<string> _tags = [];
    private int _total;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    [Inject] private RunActions Actions { get; set; } = null!;

    private bool IsFiltered => _state with { Columns = [], Groups = [], Sort = "", Size = 0, Page = 0, Descending = true }
        != new RunTableState { Columns = [], Groups = [], Sort = "", Size = 0 };

    private string GridKey => string.Join(',', _state.Columns);

    private string Summary => !Loaded ? "" : _total switch
    {
        0 => "",
        1 => "1 run",
        var n => $"{Figure.Count(n)} runs",
    } + (Loaded && _state.Archived ? ", archived" : "");

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        _state = RunTableState.From(Navigation.Uri);
        Navigation.LocationChanged += OnLocationChanged;
        Follow(null);
        await ReloadAsync();
    }

    /// <inheritdoc />
    protected override async Task LoadAsync()
    {
        if (_tags.Count == 0)
            _tags = await Catalog.TagsAsync(cancel: Gone);
        if (_state.Groups.Count > 0)
        {
            var grouped = await Catalog.GroupAsync(_state.ToQuery(), _state.Groups, RunColumns.GroupMetrics(_state.Columns), Gone);
            (_groups, _total, _runs) = (grouped.Groups, grouped.Total, []);
            return;
        }
        var page = await Catalog.QueryAsync(_state.ToQuery(), Gone);
        (_runs, _total) = (page.Runs, page.Total);
        foreach (var run in _runs.Where(r => _selected.ContainsKey(r.Id)))
            _selected[run.Id] = run;
    }

    // The table is read again at most once a second, and for mere progress only if a run on this page made it.
    /// <inheritdoc />
    protected override async Task ChangedAsync(IReadOnlyCollection<RunChange> changes)
    {
        var shown = _runs.Select(r => r.Id).ToHashSet();
        if (!changes.Any(c => c.StateChanged || shown.Contains(c.Id)))
            return;
        await ReloadAsync();
        StateHasChanged();
        await Task.Delay(LeastPause, Time, Gone);
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        Navigation.LocationChanged -= OnLocationChanged;
        base.Dispose(disposing);
    }

    private async Task SetAsync(RunTableState state)
    {
        if (state == _state)
            return;
        _state = state;
        Navigation.NavigateTo(state.ToUrl(), replace: true);
        await ReloadAsync();
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e)
    {
        if (new Uri(e.Location).AbsolutePath != PageUrls.Runs || RunTableState.From(e.Location).ToUrl() == _state.ToUrl())
            return;
        _state = RunTableState.From(e.Location);
        _ = InvokeAsync(ReloadAsync);
    }

    private async Task ActAsync((RunAction Action, IReadOnlyList<RunSummary> Runs) request)
    {
        if (!await Actions.DoAsync(request.Action, request.Runs))
            return;
        if (request.Action is RunAction.Delete or RunAction.Archive or RunAction.Restore)
            foreach (var run in request.Runs)
                _selected.Remove(run.Id);
        await ReloadAsync();
    }

    private void ClearSelection() => _selected.Clear();
}
