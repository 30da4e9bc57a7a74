using System.Text.Json;
using LsKd.Core.Events;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Store.Contracts;
using LsKd.Store.Database;
using LsKdWeb.Hosting;
using LsKdWeb.Jobs;
using LsKdWeb.Jobs.Launching;
using Microsoft.Extensions.DependencyInjection;

namespace LsKdWeb.Tests.Jobs;

/// <summary>The job engine over a home of its own, with workers that do what the test says; ticks when told.</summary>
internal sealed class EngineUnderTest : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private EngineUnderTest(HomeFolder home, FakeLauncher launcher)
    {
        (Home, Launcher) = (home, launcher);
        _services = new ServiceCollection().AddLogging().AddEngine(home).AddSupervisor()
            .AddSingleton<IJobLauncher>(launcher).AddSingleton<TimeProvider>(Clock).BuildServiceProvider();
    }

    public HomeFolder Home { get; }
    public FakeLauncher Launcher { get; }
    public MonotonicClock Clock { get; } = new();
    public IRunCatalog Catalog => Get<IRunCatalog>();
    public IRunCommands Commands => Get<IRunCommands>();
    public SiteHealth Health => Get<SiteHealth>();
    public SiteSettingsFile Settings => Get<SiteSettingsFile>();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public static async Task<EngineUnderTest> StartAsync(HomeFolder? home = null, FakeLauncher? launcher = null)
    {
        home ??= new HomeFolder(Directory.CreateTempSubdirectory("lskd-engine-").FullName).Ensure();
        var engine = new EngineUnderTest(home, launcher ?? new FakeLauncher());
        await engine.Get<StoreDatabase>().OpenAsync();
        return engine;
    }

    /// <summary>Forgets everything but the home and the workers, as a killed server does, and starts again.</summary>
    public async Task<EngineUnderTest> RestartAsync()
    {
        await _services.DisposeAsync();
        return await StartAsync(Home, Launcher);
    }

    public Task TickAsync() => Get<Supervisor>().TickAsync(CancellationToken.None);

    public Task<string> CreateAsync(string? teacher = null) => Commands.CreateAsync(
        new RunSpec { Teacher = teacher is null ? null : new TeacherSpec { Run = teacher } }, new RunRecord());

    public async Task<string> StartRunAsync()
    {
        var id = await CreateAsync();
        await TickAsync();
        return id;
    }

    public async Task<RunSummary> RunAsync(string id) => (await Catalog.FindAsync(id))!;

    public void Write(string id, int attempt, params IEnumerable<RunEvent> events) =>
        File.AppendAllLines(Home.Run(id).EventLog(attempt), events.Select(e => JsonSerializer.Serialize(e, SpecJson.Options)));

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(Home.Root, recursive: true);
    }

    /// <summary>Time that passes when told; wall clock and monotonic clock apart.</summary>
    internal sealed class MonotonicClock : TimeProvider
    {
        public DateTimeOffset Wall { get; set; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
        public TimeSpan Elapsed { get; set; }

        public override DateTimeOffset GetUtcNow() => Wall;

        public override long GetTimestamp() => Elapsed.Ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;
    }
}

/// <summary>Starts nothing; its jobs live until a test ends them.</summary>
internal sealed class FakeLauncher : IJobLauncher
{
    private readonly Dictionary<string, JobStatus> _jobs = [];

    public string Name => "local";
    public bool OwnsQueue { get; set; }
    public List<JobRequest> Started { get; } = [];
    public List<(string Handle, bool AtOnce)> Stopped { get; } = [];

    /// <summary>Thrown instead of starting.</summary>
    public Exception? Refusal { get; set; }

    public void End(string handle) => _jobs[handle] = new JobStatus(JobPhase.Gone);

    public void End(string id, int attempt, string detail = "it was killed (SIGKILL)") => _jobs[$"{id}-{attempt}"] = new JobStatus(JobPhase.Gone, detail);

    public void EndForLackOfRoom(string id, int attempt) =>
        _jobs[$"{id}-{attempt}"] = new JobStatus(JobPhase.Gone, "it exited with code 87 without saying why") { NoRoom = true };
    public void Run(string handle) => _jobs[handle] = new JobStatus(JobPhase.Running);

    /// <summary>The job goes back to the launcher's queue, and on under another handle.</summary>
    public void Restart(string handle, string next)
    {
        _jobs[handle] = new JobStatus(JobPhase.Gone, "it was put back", Blameless: true) { Next = next };
        _jobs[next] = new JobStatus(JobPhase.Waiting, "Waits as job 7: BeginTime.");
    }

    public void Cancel(string handle, bool began) =>
        _jobs[handle] = new JobStatus(JobPhase.Gone, "its job was cancelled") { Began = began, Cancelled = true };

    public void Silence(string id, int attempt) => _jobs[$"{id}-{attempt}"] = new JobStatus(JobPhase.Unknown);

    public Task<IReadOnlyList<string>> StartAsync(IReadOnlyList<JobRequest> bundle, CancellationToken cancel)
    {
        if (Refusal is not null)
            throw Refusal;
        Started.AddRange(bundle);
        var handles = bundle.Select(r => $"{r.Folder.Id}-{r.Attempt}").ToList();
        handles.ForEach(h => _jobs[h] = new JobStatus(OwnsQueue ? JobPhase.Waiting : JobPhase.Running, OwnsQueue ? "Waits as job 7: Priority." : ""));
        return Task.FromResult<IReadOnlyList<string>>(handles);
    }

    public Task<string?> FindAsync(RunFolder folder, int attempt, CancellationToken cancel) =>
        Task.FromResult(_jobs.ContainsKey($"{folder.Id}-{attempt}") ? $"{folder.Id}-{attempt}" : null);

    public Task<IReadOnlyDictionary<string, JobStatus>> QueryAsync(IReadOnlyCollection<string> handles, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyDictionary<string, JobStatus>>(_jobs.Where(j => handles.Contains(j.Key)).ToDictionary());

    public Task StopAsync(string handle, bool atOnce, CancellationToken cancel)
    {
        Stopped.Add((handle, atOnce));
        return Task.CompletedTask;
    }
}
