using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Store.Contracts;
using LsKdWeb.Specs;

namespace LsKdWeb.Tests.Components;

/// <summary>An index in memory.</summary>
internal sealed class FakeCatalog : IRunCatalog
{
    public List<RunSummary> Runs { get; } = [];

    public Dictionary<string, RunDetails> Details { get; } = [];

    public List<string> Tags { get; } = [];

    public List<RunQuery> Queries { get; } = [];

    public List<(IReadOnlyList<string> Fields, IReadOnlyList<GroupMetric> Metrics)> Grouped { get; } = [];

    public RunGroups Groups { get; set; } = new([], 0);

    public Exception? Failure { get; set; }

    public Task<RunPage> QueryAsync(RunQuery query, CancellationToken cancel = default)
    {
        Queries.Add(query);
        if (Failure is not null)
            return Task.FromException<RunPage>(Failure);
        var found = Runs.Where(r => (query.States.Count == 0 || query.States.Contains(r.State))
            && r.Name.Contains(query.Search, StringComparison.OrdinalIgnoreCase)).ToList();
        return Task.FromResult(new RunPage([.. found.Skip(query.Skip).Take(query.Take)], found.Count));
    }

    public Task<RunGroups> GroupAsync(
        RunQuery query, IReadOnlyList<string> fields, IReadOnlyList<GroupMetric> metrics, CancellationToken cancel = default)
    {
        Queries.Add(query);
        Grouped.Add((fields, metrics));
        return Task.FromResult(Groups);
    }

    public Task<RunSummary?> FindAsync(string id, IReadOnlyList<string>? metrics = null, CancellationToken cancel = default) =>
        Task.FromResult(Runs.FirstOrDefault(r => r.Id == id));

    public Task<RunDetails?> DetailsAsync(string id, CancellationToken cancel = default) => Task.FromResult(Details.GetValueOrDefault(id));

    public Task<IReadOnlyList<string>> TagsAsync(string? id = null, CancellationToken cancel = default) => Task.FromResult<IReadOnlyList<string>>(Tags);

    public Task<IReadOnlyList<MetricSeries>> SeriesAsync(
        string id, IReadOnlyList<string> tags, int points = 1000, long? fromStep = null, long? toStep = null, CancellationToken cancel = default) =>
        Task.FromResult<IReadOnlyList<MetricSeries>>([]);

    public Task<IReadOnlyList<LogLine>> LogAsync(string id, string search = "", int take = 1000, CancellationToken cancel = default) =>
        Task.FromResult<IReadOnlyList<LogLine>>([]);
}

/// <summary>Remembers what was asked of the store.</summary>
internal sealed class FakeCommands : IRunCommands
{
    public List<(RunSpec Spec, RunRecord Record)> Created { get; } = [];

    public List<string> Done { get; } = [];

    public Task<string> CreateAsync(RunSpec spec, RunRecord record, CancellationToken cancel = default)
    {
        Created.Add((spec, record));
        return Task.FromResult($"run{Created.Count}");
    }

    public Task PauseAsync(string id, CancellationToken cancel = default) => Do($"pause {id}");

    public Task ResumeAsync(string id, CancellationToken cancel = default) => Do($"resume {id}");

    public Task CancelAsync(string id, CancellationToken cancel = default) => Do($"cancel {id}");

    public Task ArchiveAsync(string id, bool archived, CancellationToken cancel = default) => Do($"archive {id} {archived}");

    public Task SetPriorityAsync(string id, int priority, CancellationToken cancel = default) => Do($"priority {id} {priority}");

    public Task SetTagsAsync(string id, IReadOnlyList<string> tags, CancellationToken cancel = default) => Do($"tags {id} {string.Join(',', tags)}");

    public Task SetNotesAsync(string id, string notes, CancellationToken cancel = default) => Do($"notes {id} {notes}");

    public Task RenameAsync(string id, string name, CancellationToken cancel = default) => Do($"rename {id} {name}");

    public Task<DeletionPlan> PlanDeletionAsync(string id, CancellationToken cancel = default) =>
        Task.FromResult(new DeletionPlan(id, 1024 * 1024, [], null));

    public Task DeleteAsync(string id, CancellationToken cancel = default) => Do($"delete {id}");

    private Task Do(string what)
    {
        Done.Add(what);
        return Task.CompletedTask;
    }
}

/// <summary>A feed that a test drives.</summary>
internal sealed class FakeFeed : IRunFeed
{
    private readonly List<(string? Id, Action<RunChange> Listener)> _listeners = [];

    public int Listeners => _listeners.Count;

    public IDisposable Subscribe(string? id, Action<RunChange> listener)
    {
        _listeners.Add((id, listener));
        return new Subscription(() => _listeners.RemoveAll(l => l.Listener == listener));
    }

    public void Tell(RunChange change)
    {
        foreach (var (id, listener) in _listeners.ToList())
            if (id is null || id == change.Id)
                listener(change);
    }

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}

/// <summary>Refuses what a test names.</summary>
internal sealed class FakeChecker : ISpecChecker
{
    public Func<RunSpec, IReadOnlyList<SpecProblem>> Check { get; set; } = _ => [];

    public Task<IReadOnlyList<SpecProblem>> CheckAsync(RunSpec spec, CancellationToken cancel = default) => Task.FromResult(Check(spec));
}

/// <summary>A clock that stands still until it is moved; its timers fire when it passes them.</summary>
internal sealed class HandClock : TimeProvider
{
    private readonly List<HandTimer> _timers = [];
    private DateTimeOffset _now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.Ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new HandTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        _timers.Add(timer);
        return timer;
    }

    public void Move(TimeSpan by)
    {
        _now += by;
        foreach (var timer in _timers.ToList())
            timer.FireIfDue(_now);
    }

    private sealed class HandTimer(HandClock clock, Action fire) : ITimer
    {
        private DateTimeOffset? _due;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _due = dueTime == Timeout.InfiniteTimeSpan ? null : clock._now + dueTime;
            return true;
        }

        public void FireIfDue(DateTimeOffset now)
        {
            if (_due is not { } due || due > now)
                return;
            _due = null;
            fire();
        }

        public void Dispose() => _due = null;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
