using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Store.Contracts;

namespace LsKdWeb.Tests.Studies;

/// <summary>Runs in memory, with folders on disk for what their workers would have stored.</summary>
internal sealed class FakeRuns(string folder) : IRunCatalog, IRunCommands, IRunFeed
{
    private readonly List<Action<RunChange>> listeners = [];

    public Dictionary<string, (RunSpec Spec, RunRecord Record, RunState State)> Runs { get; } = [];

    public List<string> Resumed { get; } = [];

    public int? FailAfter { get; set; }

    public RunFolder Folder(string id) => new(Path.Combine(folder, id));

    public void Set(string id, RunState state)
    {
        Runs[id] = Runs[id] with { State = state };
        foreach (var listener in listeners.ToArray())
            listener(new RunChange(id, state, true));
    }

    public Task<string> CreateAsync(RunSpec spec, RunRecord record, CancellationToken cancel = default)
    {
        if (FailAfter is { } limit && Runs.Count >= limit)
            throw new IOException("The disk is full.");
        var id = $"run{Runs.Count}";
        Runs[id] = (spec, record with { Id = id }, RunState.Queued);
        return Task.FromResult(id);
    }

    public Task<RunGroups> GroupAsync(
        RunQuery query, IReadOnlyList<string> fields, IReadOnlyList<GroupMetric> metrics, CancellationToken cancel = default) =>
        throw new NotSupportedException();

    public Task<RunPage> QueryAsync(RunQuery query, CancellationToken cancel = default)
    {
        RunSummary[] found =
        [
            .. Runs.Where(r => (query.StudyId is null || r.Value.Record.Study == query.StudyId) && (query.Ids.Count == 0 || query.Ids.Contains(r.Key)))
                .Select(r => Summary(r.Key)),
        ];
        return Task.FromResult(new RunPage([.. found.Skip(query.Skip).Take(query.Take)], found.Length));
    }

    public Task<RunSummary?> FindAsync(string id, IReadOnlyList<string>? metrics = null, CancellationToken cancel = default) =>
        Task.FromResult(Runs.ContainsKey(id) ? Summary(id) : null);

    public Task<RunDetails?> DetailsAsync(string id, CancellationToken cancel = default) => Task.FromResult(
        Runs.TryGetValue(id, out var run)
            ? new RunDetails(Summary(id), run.Spec, Folder(id), Result(id), null, [], run.Record.DependsOn, [], [], [])
            : null);

    public Task<IReadOnlyList<MetricSeries>> SeriesAsync(
        string id, IReadOnlyList<string> tags, int points = 1000, long? fromStep = null, long? toStep = null, CancellationToken cancel = default) =>
        Task.FromResult<IReadOnlyList<MetricSeries>>([]);

    public Task ResumeAsync(string id, CancellationToken cancel = default)
    {
        Resumed.Add(id);
        Set(id, RunState.Queued);
        return Task.CompletedTask;
    }

    public IDisposable Subscribe(string? id, Action<RunChange> listener)
    {
        listeners.Add(listener);
        return new Subscription(() => listeners.Remove(listener));
    }

    public Task<IReadOnlyList<string>> TagsAsync(string? id = null, CancellationToken cancel = default) => throw new NotSupportedException();

    public Task<IReadOnlyList<LogLine>> LogAsync(string id, string search = "", int take = 1000, CancellationToken cancel = default) =>
        throw new NotSupportedException();

    public Task PauseAsync(string id, CancellationToken cancel = default) => throw new NotSupportedException();

    public Task CancelAsync(string id, CancellationToken cancel = default) => throw new NotSupportedException();

    public Task ArchiveAsync(string id, bool archived, CancellationToken cancel = default) => throw new NotSupportedException();

    public Task SetPriorityAsync(string id, int priority, CancellationToken cancel = default) => throw new NotSupportedException();

    public Task SetTagsAsync(string id, IReadOnlyList<string> tags, CancellationToken cancel = default) => throw new NotSupportedException();

    public Task SetNotesAsync(string id, string notes, CancellationToken cancel = default) => throw new NotSupportedException();

    public Task RenameAsync(string id, string name, CancellationToken cancel = default) => throw new NotSupportedException();

    public Task<DeletionPlan> PlanDeletionAsync(string id, CancellationToken cancel = default) => throw new NotSupportedException();

    public Task DeleteAsync(string id, CancellationToken cancel = default)
    {
        Runs.Remove(id);
        return Task.CompletedTask;
    }

    private RunSummary Summary(string id) => new()
    {
        Id = id, Name = Runs[id].Spec.Name, State = Runs[id].State, StudyId = Runs[id].Record.Study, Role = Runs[id].Record.Role,
        Cell = Runs[id].Record.Cell, TeacherId = Runs[id].Spec.Teacher?.Run,
    };

    private RunResult? Result(string id) => File.Exists(Folder(id).ResultFile)
        ? System.Text.Json.JsonSerializer.Deserialize<RunResult>(File.ReadAllText(Folder(id).ResultFile), SpecJson.Options)
        : null;

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
