using LsKd.Store.Contracts;

namespace LsKd.Store.Feed;

/// <summary>Gathers changes for a tenth of a second, then tells each listener once a run.</summary>
internal sealed class RunFeed : IRunFeed, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private readonly Lock _lock = new();
    private readonly List<Subscription> _subscriptions = [];
    private readonly Dictionary<string, RunChange> _pending = [];
    private readonly ITimer _timer;
    private bool _armed;

    public RunFeed(TimeProvider clock) =>
        _timer = clock.CreateTimer(_ => Flush(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <inheritdoc/>
    public IDisposable Subscribe(string? id, Action<RunChange> listener)
    {
        var subscription = new Subscription(this, id, listener);
        lock (_lock)
            _subscriptions.Add(subscription);
        return subscription;
    }

    /// <summary>Notes a change.</summary>
    public void Publish(RunChange change)
    {
        lock (_lock)
        {
            var earlier = _pending.GetValueOrDefault(change.Id);
            _pending[change.Id] = change with { StateChanged = change.StateChanged || earlier?.StateChanged == true };
            if (_armed)
                return;
            _armed = true;
            _timer.Change(Interval, Timeout.InfiniteTimeSpan);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Flush()
    {
        RunChange[] changes;
        Subscription[] listeners;
        lock (_lock)
        {
            _armed = false;
            changes = [.. _pending.Values];
            listeners = [.. _subscriptions];
            _pending.Clear();
        }
        foreach (var listener in listeners)
            foreach (var change in changes)
                listener.Tell(change);
    }

    private void Remove(Subscription subscription)
    {
        lock (_lock)
            _subscriptions.Remove(subscription);
    }

    private sealed class Subscription(RunFeed feed, string? id, Action<RunChange> listener) : IDisposable
    {
        private volatile bool _ended;

        public void Tell(RunChange change)
        {
            if (_ended || (id is not null && id != change.Id))
                return;
            try
            {
                listener(change);
            }
            catch (Exception e) when (e is ObjectDisposedException or InvalidOperationException or TaskCanceledException)
            {
                // A page that is closing must not keep the others from hearing.
                Dispose();
            }
        }

        public void Dispose()
        {
            _ended = true;
            feed.Remove(this);
        }
    }
}
