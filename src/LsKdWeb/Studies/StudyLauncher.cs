using LsKd.Core.Runs;
using LsKd.Core.Studies.Catalog;
using LsKd.Core.Studies.Designs;
using LsKd.Core.Studies.Plans;
using LsKd.Store.Contracts;
using LsKdWeb.Specs;

namespace LsKdWeb.Studies;

/// <summary>
/// Creates the runs that a study needs and lacks. Each run's id is written down as soon as it exists, and a launch that was cut off is
/// completed at the next start, so that a study survives a restart at any point.
/// </summary>
internal sealed class StudyLauncher(
    IRunCatalog catalog, IRunCommands commands, IEnumerable<ISpecChecker> checkers, StudyStore store, TimeProvider clock) : IStudyLauncher
{
    private readonly SemaphoreSlim one = new(1);

    /// <inheritdoc/>
    public Task<string> StartQuickAsync(CancellationToken cancel = default) =>
        StartAsync(new StudySpec { Study = StudyNames.Quick }, cancel);

    /// <inheritdoc/>
    public async Task<string> StartAsync(StudySpec spec, CancellationToken cancel = default)
    {
        await DemandAsync(StudyDesigns.Expand(spec), cancel);
        await one.WaitAsync(cancel);
        try
        {
            var record = Merge(spec with { Seeds = StudyDesigns.Seeds(spec) });
            store.Save(record);
            await CompleteAsync(record, requeue: true, cancel);
            return record.Id;
        }
        finally
        {
            one.Release();
        }
    }

    /// <summary>Completes the launches that were cut off; failed and cancelled runs stay as they are.</summary>
    public async Task RecoverAsync(CancellationToken cancel)
    {
        await one.WaitAsync(cancel);
        try
        {
            foreach (var record in store.All())
                if (StudyDesigns.Expand(record.Spec).Runs.Any(r => !record.Runs.ContainsKey(r.Key)))
                    await CompleteAsync(record, requeue: false, cancel);
        }
        finally
        {
            one.Release();
        }
    }

    // Students are like their teachers in all that can be missing, and their teachers do not exist yet: teachers are asked about.
    private async Task DemandAsync(StudyPlan plan, CancellationToken cancel)
    {
        foreach (var run in plan.Runs.Where(r => r.TeacherKey is null).DistinctBy(r => r.Cell))
            foreach (var checker in checkers)
                if (await checker.CheckAsync(run.Spec, cancel) is { Count: > 0 } problems)
                    throw new ArgumentException(string.Join(' ', problems.Select(p => $"{p.Field}: {p.Message}")));
    }

    private StudyRecord Merge(StudySpec spec)
    {
        var id = StudyPlan.DesignId(spec);
        return store.Find(id) is { } known
            ? known with { Spec = known.Spec with { Title = spec.Title, Seeds = [.. known.Spec.Seeds.Union(spec.Seeds).Order()] } }
            : new StudyRecord { Id = id, Created = clock.GetUtcNow(), Spec = spec };
    }

    private async Task CompleteAsync(StudyRecord record, bool requeue, CancellationToken cancel)
    {
        var runs = new Dictionary<string, string>(record.Runs);
        var elsewhere = store.All().SelectMany(r => r.Runs).ToLookup(r => r.Key, r => r.Value);
        await AdoptAsync(record, runs, cancel);
        foreach (var planned in StudyDesigns.Expand(record.Spec).Runs)
        {
            var id = await ReusableAsync([.. Known(runs, planned.Key), .. elsewhere[planned.Key]], requeue, cancel)
                ?? await CreateAsync(record, planned, planned.TeacherKey is { } teacher ? runs[teacher] : null, cancel);
            runs[planned.Key] = id;
            store.Save(record with { Runs = new Dictionary<string, string>(runs) });
        }
    }

    private static string[] Known(Dictionary<string, string> runs, string key) => runs.TryGetValue(key, out var id) ? [id] : [];

    // A run that was created in the instant before its id could be written down carries the study's id itself.
    private async Task AdoptAsync(StudyRecord record, Dictionary<string, string> runs, CancellationToken cancel)
    {
        var page = await catalog.QueryAsync(new RunQuery { StudyId = record.Id, Archived = null, Take = 10_000, SortBy = "created", Descending = false }, cancel);
        var keys = runs.ToDictionary(r => r.Value, r => r.Key);
        foreach (var run in page.Runs.Where(r => !keys.ContainsKey(r.Id)))
        {
            if (await catalog.DetailsAsync(run.Id, cancel) is not { } details)
                continue;
            var teacher = details.Spec.Teacher?.Run is { Length: > 0 } id ? keys.GetValueOrDefault(id) : null;
            var key = StudyPlan.KeyOf(details.Spec, teacher);
            keys[run.Id] = key;
            runs.TryAdd(key, run.Id);
        }
    }

    private async Task<string?> ReusableAsync(IReadOnlyList<string> candidates, bool requeue, CancellationToken cancel)
    {
        foreach (var id in candidates)
        {
            if (await catalog.FindAsync(id, cancel: cancel) is not { } run)
                continue;
            if (requeue && run.State is (RunState.Failed or RunState.Cancelled or RunState.Paused))
                await commands.ResumeAsync(id, cancel);
            return id;
        }
        return null;
    }

    private Task<string> CreateAsync(StudyRecord study, PlannedRun planned, string? teacher, CancellationToken cancel)
    {
        var spec = teacher is null ? planned.Spec : planned.Spec with { Teacher = planned.Spec.Teacher! with { Run = teacher } };
        return commands.CreateAsync(spec, new RunRecord
        {
            Created = clock.GetUtcNow(),
            Study = study.Id,
            Role = planned.Role,
            Cell = planned.Cell.ToString(),
            DependsOn = teacher is null ? [] : [teacher],
        }, cancel);
    }
}
