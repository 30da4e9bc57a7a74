using LsKd.Core.Runs;
using LsKd.Store.Contracts;
using LsKdWeb.Components.Live;
using LsKdWeb.Components.Shared;

namespace LsKdWeb.Components.Pages.Home;

/// <summary>What runs, what just ended, and where to go.</summary>
public sealed partial class HomePage : LivePage
{
    private const int Shown = 8;

    private static readonly RunState[] ActiveStates =
        [RunState.Running, RunState.Stopping, RunState.Queued, RunState.Interrupted, RunState.Paused];

    private static readonly RunState[] FinalStates = [RunState.Succeeded, RunState.Failed, RunState.Cancelled];

    private IReadOnlyList<RunSummary> _active = [];
    private IReadOnlyList<RunSummary> _ended = [];
    private int _activeTotal;
    private int _endedTotal;

    private bool IsEmpty => Loaded && Failure is null && _activeTotal + _endedTotal == 0;

    private string NowText
    {
        get
        {
            var running = _active.Count(r => r.State.IsActive());
            return running == 0 ? "" : $"{running} running, {_activeTotal - running} waiting";
        }
    }

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        Follow(null);
        await ReloadAsync();
    }

    /// <inheritdoc />
    protected override async Task LoadAsync()
    {
        var running = await Page(ActiveStates[..2], "started");
        var waiting = await Page(ActiveStates[2..], "created");
        var ended = await Page(FinalStates, "ended");
        (_active, _activeTotal) = ([.. running.Runs.Concat(waiting.Runs).Take(Shown)], running.Total + waiting.Total);
        (_ended, _endedTotal) = (ended.Runs, ended.Total);
    }

    private Task<RunPage> Page(RunState[] states, string order) => Catalog.QueryAsync(
        new() { States = states, SortBy = order, Descending = order != "created", Take = Shown, Archived = null, Metrics = EndedRuns.Tags }, Gone);
}
