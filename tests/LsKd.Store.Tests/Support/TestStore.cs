using System.Text.Json;
using LsKd.Core.Events;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Store.Commands;
using LsKd.Store.Contracts;
using LsKd.Store.Database;
using LsKd.Store.Feed;
using LsKd.Store.Ingest;
using LsKd.Store.Rebuild;
using Microsoft.Extensions.DependencyInjection;

namespace LsKd.Store.Tests.Support;

/// <summary>A store in a folder of its own, deleted with it.</summary>
internal sealed class TestStore : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private TestStore(string root, ManualClock clock, string? postgres)
    {
        Root = root;
        Clock = clock;
        Options = new StoreOptions(Path.Combine(root, "runs"), Path.Combine(root, "lskd.db")) { Postgres = postgres };
        Directory.CreateDirectory(Options.RunsFolder);
        _services = new ServiceCollection().AddSingleton<TimeProvider>(clock).AddLsKdStore(Options).BuildServiceProvider();
    }

    public string Root { get; }
    public ManualClock Clock { get; }
    public StoreOptions Options { get; }
    public IRunCatalog Catalog => Get<IRunCatalog>();
    public IRunCommands Commands => Get<IRunCommands>();
    public RunFeed Feed => Get<RunFeed>();
    public RunIngestor Ingestor => Get<RunIngestor>();
    public RunLifecycle Lifecycle => Get<RunLifecycle>();
    public StoreRebuilder Rebuilder => Get<StoreRebuilder>();
    public StoreDatabase Database => Get<StoreDatabase>();
    public IStoreContexts Contexts => Get<IStoreContexts>();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public static async Task<TestStore> OpenAsync(string? root = null, string? postgres = null)
    {
        var store = new TestStore(root ?? Directory.CreateTempSubdirectory("lskd-store-").FullName, new ManualClock(), postgres);
        await store.Database.OpenAsync();
        return store;
    }

    /// <summary>Closes this one and opens the same folder again, as a restarted server would.</summary>
    public async Task<TestStore> ReopenAsync()
    {
        await _services.DisposeAsync();
        return await OpenAsync(Root, Options.Postgres);
    }

    public Task<string> CreateAsync(RunSpec? spec = null, RunRecord? record = null) =>
        Commands.CreateAsync(spec ?? new RunSpec(), record ?? new RunRecord());

    /// <summary>Creates a run and takes it for its first attempt.</summary>
    public async Task<string> StartAsync(RunSpec? spec = null)
    {
        var id = await CreateAsync(spec);
        await Lifecycle.ClaimAsync(id, "local", "cpu");
        return id;
    }

    public RunFolder Folder(string id) => new(Path.Combine(Options.RunsFolder, id));

    /// <summary>Appends events as a worker would.</summary>
    public void Append(string id, int attempt, params IEnumerable<RunEvent> events) =>
        File.AppendAllLines(Folder(id).EventLog(attempt), events.Select(e => JsonSerializer.Serialize(e, SpecJson.Options)));

    public MetricLogged Metric(string tag, long step, double value) => new(tag, step, step / 100.0, value) { Time = Clock.GetUtcNow() };

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Npgsql.NpgsqlConnection.ClearAllPools();
        Directory.Delete(Root, recursive: true);
    }
}
