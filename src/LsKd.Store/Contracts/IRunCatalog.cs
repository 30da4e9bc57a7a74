using LsKd.Core.Runs;

namespace LsKd.Store.Contracts;

/// <summary>A question to the run table. All parts that are given must hold.</summary>
public sealed record RunQuery
{
    /// <summary>Words that name, id, notes, dataset, model, objective or a tag must contain.</summary>
    public string Search { get; init; } = "";
    public IReadOnlyList<RunState> States { get; init; } = [];
    public IReadOnlyList<string> Datasets { get; init; } = [];
    public IReadOnlyList<string> Models { get; init; } = [];
    public IReadOnlyList<string> Objectives { get; init; } = [];
    public IReadOnlyList<string> Tags { get; init; } = [];
    public IReadOnlyList<string> Ids { get; init; } = [];
    public string? StudyId { get; init; }
    public string? TeacherId { get; init; }
    public string? Role { get; init; }
    public double? Smoothing { get; init; }

    /// <summary>null shows both.</summary>
    public bool? Archived { get; init; } = false;

    /// <summary>A column (<c>created</c>, <c>name</c>, <c>state</c>, <c>dataset</c> ...) or <c>metric:TAG:last|min|max</c>.</summary>
    public string SortBy { get; init; } = "created";
    public bool Descending { get; init; } = true;
    public int Skip { get; init; }
    public int Take { get; init; } = 50;

    /// <summary>Metric tags to bring along.</summary>
    public IReadOnlyList<string> Metrics { get; init; } = [];
}

/// <summary>A page of runs and how many match in all.</summary>
public sealed record RunPage(IReadOnlyList<RunSummary> Runs, int Total);

/// <summary>A run's curve: buckets of smallest, largest and last value, so that no extreme is lost.</summary>
/// <param name="Tag">The metric.</param>
/// <param name="Steps">Step of each point.</param>
/// <param name="Epochs">Epoch (fractional) of each point.</param>
/// <param name="Seconds">Seconds since the run's start of each point.</param>
/// <param name="Values">Value of each point.</param>
/// <param name="StoredPoints">Points in the store within the asked range; more than <paramref name="Values"/> has when reduced.</param>
public sealed record MetricSeries(
    string Tag, IReadOnlyList<long> Steps, IReadOnlyList<double> Epochs, IReadOnlyList<double> Seconds,
    IReadOnlyList<double> Values, long StoredPoints);

/// <summary>A line of a run's log.</summary>
public sealed record LogLine(DateTimeOffset Time, string Level, string Message);

/// <summary>Reads the index. Safe from any thread; every call uses its own connection.</summary>
public interface IRunCatalog
{
    Task<RunPage> QueryAsync(RunQuery query, CancellationToken cancel = default);

    /// <summary>Groups all matching runs (order and page of the query play no part) and describes metrics over each group.</summary>
    /// <param name="query">Which runs.</param>
    /// <param name="fields"><c>dataset</c>, <c>model</c>, <c>objective</c>, <c>smoothing</c>, <c>temperature</c>, <c>role</c>, <c>cell</c>, <c>study</c>,
    /// <c>teacher</c> or <c>state</c>.</param>
    /// <param name="metrics">What to describe.</param>
    /// <param name="cancel">Stops the reading.</param>
    /// <exception cref="ArgumentException">There is no such field or kind.</exception>
    Task<RunGroups> GroupAsync(RunQuery query, IReadOnlyList<string> fields, IReadOnlyList<GroupMetric> metrics, CancellationToken cancel = default);

    Task<RunSummary?> FindAsync(string id, IReadOnlyList<string>? metrics = null, CancellationToken cancel = default);
    Task<RunDetails?> DetailsAsync(string id, CancellationToken cancel = default);

    /// <summary>Tags of the metrics that a run (or any run, when null) has.</summary>
    Task<IReadOnlyList<string>> TagsAsync(string? id = null, CancellationToken cancel = default);

    /// <summary>Curves, reduced to at most <paramref name="points"/> points a tag between two steps.</summary>
    Task<IReadOnlyList<MetricSeries>> SeriesAsync(
        string id, IReadOnlyList<string> tags, int points = 1000, long? fromStep = null, long? toStep = null,
        CancellationToken cancel = default);

    Task<IReadOnlyList<LogLine>> LogAsync(string id, string search = "", int take = 1000, CancellationToken cancel = default);
}

/// <summary>Changes the store. Every change is written to the run's folder first where the folder must know it.</summary>
public interface IRunCommands
{
    /// <summary>Creates a run in state queued and returns its id.</summary>
    Task<string> CreateAsync(Core.Specs.RunSpec spec, RunRecord record, CancellationToken cancel = default);

    /// <summary>Asks a running run to write a checkpoint and pause; takes a queued one out of the queue.</summary>
    Task PauseAsync(string id, CancellationToken cancel = default);

    /// <summary>Puts a paused, failed, cancelled or interrupted run back in the queue, from its last checkpoint where it has one.</summary>
    Task ResumeAsync(string id, CancellationToken cancel = default);

    /// <summary>Ends a run for good; a checkpoint is written first where a worker runs.</summary>
    Task CancelAsync(string id, CancellationToken cancel = default);

    Task ArchiveAsync(string id, bool archived, CancellationToken cancel = default);

    /// <summary>Changes a run's place in the queue.</summary>
    /// <exception cref="InvalidOperationException">It has ended.</exception>
    Task SetPriorityAsync(string id, int priority, CancellationToken cancel = default);
    Task SetTagsAsync(string id, IReadOnlyList<string> tags, CancellationToken cancel = default);
    Task SetNotesAsync(string id, string notes, CancellationToken cancel = default);
    Task RenameAsync(string id, string name, CancellationToken cancel = default);

    /// <summary>What deleting would free, and what forbids it.</summary>
    Task<DeletionPlan> PlanDeletionAsync(string id, CancellationToken cancel = default);

    /// <summary>Deletes index and folder.</summary>
    /// <exception cref="InvalidOperationException">Others depend on it, or it is active.</exception>
    Task DeleteAsync(string id, CancellationToken cancel = default);
}

/// <summary>What a deletion would free and who depends on the run.</summary>
/// <param name="Id">The run.</param>
/// <param name="Bytes">What its folder occupies.</param>
/// <param name="Dependents">Runs that depend on it.</param>
/// <param name="Refusal">What forbids it; null for nothing.</param>
/// <param name="IsActive">Whether a worker may be at it.</param>
public sealed record DeletionPlan(string Id, long Bytes, IReadOnlyList<string> Dependents, string? Refusal, bool IsActive = false);

/// <summary>Tells listeners that something about a run changed; coalesced, at most ten times a second a run.</summary>
public interface IRunFeed
{
    /// <summary>Subscribes to one run, or to all when <paramref name="id"/> is null. Dispose to stop.</summary>
    IDisposable Subscribe(string? id, Action<RunChange> listener);
}

/// <summary>What changed.</summary>
/// <param name="Id">The run.</param>
/// <param name="State">Its state now.</param>
/// <param name="StateChanged">Whether the state (or existence) changed rather than progress or metrics alone.</param>
public sealed record RunChange(string Id, RunState State, bool StateChanged);
