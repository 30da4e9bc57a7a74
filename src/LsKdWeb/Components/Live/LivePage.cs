using LsKd.Store.Contracts;
using Microsoft.AspNetCore.Components;

namespace LsKdWeb.Components.Live;

/// <summary>A component that follows runs: loads, subscribes to the store's feed, and shows how loading went.</summary>
public abstract class LivePage : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private FeedPump? _pump;

    /// <summary>Makes a page that nobody has left yet.</summary>
    protected LivePage() => Gone = _gone.Token;

    /// <summary>Reads the index.</summary>
    [Inject] protected IRunCatalog Catalog { get; set; } = null!;

    /// <summary>The clock.</summary>
    [Inject] protected TimeProvider Time { get; set; } = null!;

    [Inject] private IRunFeed Feed { get; set; } = null!;

    [Inject] private ILogger<LivePage> Logger { get; set; } = null!;

    /// <summary>Cancelled when the page is left.</summary>
    protected CancellationToken Gone { get; }

    /// <summary>Why the last loading failed, or null.</summary>
    protected Exception? Failure { get; private set; }

    /// <summary>Whether the first loading ended.</summary>
    protected bool Loaded { get; private set; }

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Reads what the page shows.</summary>
    protected abstract Task LoadAsync();

    /// <summary>Reacts to changes; reads everything again unless overridden. Runs on the page's own dispatcher.</summary>
    protected virtual Task ChangedAsync(IReadOnlyCollection<RunChange> changes) => ReloadAsync();

    /// <summary>Follows one run, or all for null. Call again to follow another one.</summary>
    protected void Follow(string? id)
    {
        _pump?.Dispose();
        _pump = new FeedPump(Feed, id, Time, changes => InvokeAsync(() => GuardAsync(() => ChangedAsync(changes))));
    }

    /// <summary>Loads (again); a failure is shown by the page and does not end it.</summary>
    protected Task ReloadAsync() => GuardAsync(async () =>
    {
        await LoadAsync();
        (Failure, Loaded) = (null, true);
    });

    /// <summary>Stops following.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing || _gone.IsCancellationRequested)
            return;
        _pump?.Dispose();
        _gone.Cancel();
        _gone.Dispose();
    }

    private async Task GuardAsync(Func<Task> work)
    {
        if (_gone.IsCancellationRequested)
            return;
        try
        {
            await work();
        }
        catch (Exception e) when (_gone.IsCancellationRequested)
        {
            Logger.LogDebug(e, "Work for a page that was left");
            return;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Logger.LogError(e, "A page could not load");
            (Failure, Loaded) = (e, true);
        }
        StateHasChanged();
    }
}
