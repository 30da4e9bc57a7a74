using LsKd.Store.Contracts;
using LsKdWeb.Hosting;
using LsKdWeb.Jobs.Launching.Slurm;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace LsKdWeb.Components.Pages.Site;

/// <summary>Tests the connection to a Slurm cluster and shows its queue, which it reads again every few seconds.</summary>
public sealed partial class SlurmPanel : IDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private readonly CancellationTokenSource _gone = new();
    private IReadOnlyList<Finding>? _findings;
    private IReadOnlyDictionary<string, string> _names = new Dictionary<string, string>();
    private SlurmQueueView? _queue;
    private ITimer? _timer;
    private string? _silence;
    private bool _testing;
    private bool _reading;

    [Inject] private SlurmCheck Check { get; set; } = null!;

    [Inject] private SlurmQueue Queue { get; set; } = null!;

    [Inject] private IRunCatalog Catalog { get; set; } = null!;

    [Inject] private TimeProvider Time { get; set; } = null!;

    /// <inheritdoc />
    public void Dispose()
    {
        _timer?.Dispose();
        _gone.Cancel();
        _gone.Dispose();
    }

    /// <inheritdoc />
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
            _timer = Time.CreateTimer(_ => InvokeAsync(ReadAsync), null, TimeSpan.Zero, Every);
    }

    private static string Icon(Finding f) => !f.Good ? Icons.Material.Outlined.ErrorOutline
        : f.Advice.Length > 0 ? Icons.Material.Outlined.WarningAmber : Icons.Material.Outlined.CheckCircle;

    private static string Colour(Finding f) => !f.Good ? "mud-error-text" : f.Advice.Length > 0 ? "mud-warning-text" : "mud-success-text";

    private static string Word(Finding f) => !f.Good ? "Does not work" : f.Advice.Length > 0 ? "Mind this" : "Good";

    private static string Capital(string state) => state.Length > 0 ? state[..1] + state[1..].ToLowerInvariant() : "";

    private static string Others(SlurmQueueView queue) => queue is { OthersRunning: 0, OthersWaiting: 0 }
        ? "Nobody else has jobs there."
        : $"Other jobs on the cluster: {queue.OthersRunning} running, {queue.OthersWaiting} waiting.";

    private async Task TestAsync()
    {
        _testing = true;
        try
        {
            _findings = await Check.LookAsync(_gone.Token);
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
        finally
        {
            _testing = false;
        }
    }

    private async Task ReadAsync()
    {
        if (_reading || _gone.IsCancellationRequested)
            return;
        _reading = true;
        try
        {
            var queue = await Queue.ReadAsync(_gone.Token);
            var ids = queue.Jobs.Select(j => j.RunId).Distinct().ToList();
            if (ids.Count > 0)
                _names = (await Catalog.QueryAsync(new() { Ids = ids, Archived = null, Take = ids.Count }, _gone.Token)).Runs.ToDictionary(r => r.Id, r => r.Name);
            (_queue, _silence) = (queue, null);
        }
        catch (Exception e) when (e is SlurmSilentException or InvalidOperationException)
        {
            _silence = e.Message;
        }
        catch (OperationCanceledException)
        {
            return;
        }
        finally
        {
            _reading = false;
        }
        StateHasChanged();
    }
}
