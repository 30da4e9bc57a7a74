using LsKd.Store.Contracts;

namespace LsKdWeb.Components.Live;

/// <summary>
/// Brings the changes of runs to one page, at most five times a second: what happens meanwhile waits, once per run, and a
/// delivery that takes longer than that delays the next one rather than piling up.
/// </summary>
public sealed class FeedPump : IDisposable
{
    /// <summary>Least time between two deliveries.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, RunChange> _waiting = [];
    private readonly Func<IReadOnlyCollection<RunChange>, Task> _deliver;
    private readonly IDisposable _subscription;
    private readonly ITimer _timer;
    private bool _scheduled;
    private bool _disposed;

    /// <summary>Subscribes at once.</summary>
    /// <param name="feed">The store's feed.</param>
    /// <param name="id">One run, or null for all.</param>
    /// <param name="time">The clock.</param>
    /// <param name="deliver">Called with what changed; must not throw.</param>
    public FeedPump(IRunFeed feed, string? id, TimeProvider time, Func<IReadOnlyCollection<RunChange>, Task> deliver)
    {
        _deliver = deliver;
        _timer = time.CreateTimer(_ => _ = DeliverAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _subscription = feed.Subscribe(id, Take);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_lock)
            _disposed = true;
        _subscription.Dispose();
        _timer.Dispose();
    }

    private void Take(RunChange change)
    {
        lock (_lock)
        {
            if (_disposed)
                return;
            var stateChanged = change.StateChanged || (_waiting.TryGetValue(change.Id, out var earlier) && earlier.StateChanged);
            _waiting[change.Id] = change with { StateChanged = stateChanged };
            Schedule();
        }
    }

    private void Schedule()
    {
        if (_scheduled || _disposed || _waiting.Count == 0)
            return;
        _scheduled = true;
        _timer.Change(Interval, Timeout.InfiniteTimeSpan);
    }

    private async Task DeliverAsync()
    {
        RunChange[] batch;
        lock (_lock)
        {
            batch = [.. _waiting.Values];
            _waiting.Clear();
        }
        if (!_disposed && batch.Length > 0)
            await _deliver(batch);
        lock (_lock)
        {
            _scheduled = false;
            Schedule();
        }
    }
}
