using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Store.Contracts;
using LsKdWeb.Components.Live;
using LsKdWeb.Components.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace LsKdWeb.Components.Pages.OneRun;

/// <summary>Everything about one run, live while it trains.</summary>
public sealed partial class RunDetailPage : LivePage
{
    private static readonly (string Key, string Title)[] Tabs =
    [
        ("curves", "Curves"), ("metrics", "Metrics"), ("soft-labels", "Soft labels"), ("errors", "Calibration and errors"),
        ("config", "Config"), ("environment", "Environment"), ("log", "Log"), ("files", "Files"), ("lineage", "Lineage"),
    ];

    private RunDetails? _details;
    private RunSummary _run = null!;
    private string? _followed;
    private RunView _view = new("");
    private int _version;

    /// <summary>The run.</summary>
    [Parameter] public string Id { get; set; } = "";

    [Inject] private RunActions Actions { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    private IEnumerable<(string Key, string Title)> Shown =>
        _run is { Task: RunTask.Translation, State: RunState.Succeeded } ? [.. Tabs, ("translate", "Translate")]
        : _run.Task is RunTask.Imported ? Tabs[1..] : Tabs;

    private string First => Shown.First().Key;

    private string Current => Shown.FirstOrDefault(t => t.Key == _view.Tab).Key ?? First;

    /// <inheritdoc />
    protected override void OnInitialized() => Navigation.LocationChanged += OnLocationChanged;

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        Navigation.LocationChanged -= OnLocationChanged;
        base.Dispose(disposing);
    }

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        _view = RunView.From(Id, Navigation.Uri);
        if (_followed == Id)
            return;
        _followed = Id;
        Follow(Id);
        await ReloadAsync();
    }

    /// <inheritdoc />
    protected override async Task LoadAsync()
    {
        _details = await Catalog.DetailsAsync(Id, Gone);
        if (_details is not null)
            _run = await Catalog.FindAsync(Id, RunStats.Tags, Gone) ?? _details.Summary;
        _version++;
    }

    // Progress and metrics change many times a second: then only the summary is read, and charts fetch what is new.
    /// <inheritdoc />
    protected override async Task ChangedAsync(IReadOnlyCollection<RunChange> changes)
    {
        if (_details is null || changes.Any(c => c.StateChanged))
        {
            await ReloadAsync();
            return;
        }
        _run = await Catalog.FindAsync(Id, RunStats.Tags, Gone) ?? _run;
        _version++;
    }

    private void Show(RunView view)
    {
        _view = view;
        Navigation.NavigateTo(view.ToUrl(), replace: true);
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e)
    {
        if (new Uri(e.Location).AbsolutePath != PageUrls.Run(Id))
            return;
        _view = RunView.From(Id, e.Location);
        _ = InvokeAsync(StateHasChanged);
    }

    private async Task ActAsync(RunAction action)
    {
        if (!await Actions.DoAsync(action, [_run]) || Gone.IsCancellationRequested)
            return;
        if (action is RunAction.Delete)
            Navigation.NavigateTo(PageUrls.Runs);
        else
            await ReloadAsync();
    }
}
