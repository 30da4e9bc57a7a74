using LsKd.Store.Contracts;
using LsKdWeb.Api;
using LsKdWeb.Hosting;
using LsKdWeb.Specs;

namespace LsKdWeb.Jobs;

/// <summary>Opens the engine of a home folder: the running server's where there is one, else one in this process.</summary>
internal static class EngineClient
{
    /// <summary>Opens it.</summary>
    /// <param name="home">The home folder.</param>
    /// <param name="log">Where an engine in this process says what it does.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task<IEngineClient> OpenAsync(HomeFolder home, TextWriter log, CancellationToken cancel = default) =>
        EngineLock.Address(home) is { } address
            ? await RemoteEngine.OpenAsync(home, address, cancel)
            : await HostedEngine.OpenAsync(home, log, cancel);
}

/// <summary>An engine in this process, without a web server. Workers are asked to write a checkpoint and end when it is closed.</summary>
internal sealed class HostedEngine : IEngineClient
{
    private readonly EngineLock _lock;
    private readonly IHost _host;

    private HostedEngine(EngineLock held, IHost host) => (_lock, _host) = (held, host);

    /// <inheritdoc/>
    public IRunCatalog Catalog => Get<IRunCatalog>();

    /// <inheritdoc/>
    public IRunCommands Commands => Get<IRunCommands>();

    /// <inheritdoc/>
    public HomeFolder Home => Get<HomeFolder>();

    /// <inheritdoc/>
    public SpecChecks Checks => Get<SpecChecks>();

    /// <summary>Takes the lock and starts the engine.</summary>
    public static async Task<IEngineClient> OpenAsync(HomeFolder home, TextWriter log, CancellationToken cancel)
    {
        var held = EngineLock.Take(home);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.AddProvider(new LineLoggerProvider(log)).SetMinimumLevel(LogLevel.Information);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Services.AddEngine(home).AddSupervisor();
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(60));
        var host = builder.Build();
        host.Services.GetRequiredService<Supervisor>().KeepsWorkers = false;
        await IndexOpening.OpenAsync(host.Services, log.WriteLine, cancel);
        await host.StartAsync(cancel);
        return new HostedEngine(held, host);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<RunSummary>> WaitAsync(IReadOnlyList<string> ids, Action<RunSummary>? changed, CancellationToken cancel) =>
        RunWaiter.WaitAsync(Catalog, ids, changed, cancel);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        _lock.Dispose();
    }

    private T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();
}

/// <summary>Another process's engine: the index is read directly, changes go through its HTTP interface.</summary>
internal sealed class RemoteEngine : IEngineClient
{
    private readonly ServiceProvider _services;
    private readonly HttpRunCommands _commands;

    private RemoteEngine(ServiceProvider services, HttpRunCommands commands) => (_services, _commands) = (services, commands);

    /// <inheritdoc/>
    public IRunCatalog Catalog => _services.GetRequiredService<IRunCatalog>();

    /// <inheritdoc/>
    public IRunCommands Commands => _commands;

    /// <inheritdoc/>
    public HomeFolder Home => _services.GetRequiredService<HomeFolder>();

    /// <inheritdoc/>
    public SpecChecks Checks => _services.GetRequiredService<SpecChecks>();

    /// <summary>Connects to a server.</summary>
    /// <exception cref="HttpRequestException">It does not answer.</exception>
    public static async Task<IEngineClient> OpenAsync(HomeFolder home, string address, CancellationToken cancel)
    {
        var commands = new HttpRunCommands(new Uri(address));
        await commands.GreetAsync(cancel);
        return new RemoteEngine(new ServiceCollection().AddLogging().AddEngine(home).BuildServiceProvider(), commands);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<RunSummary>> WaitAsync(IReadOnlyList<string> ids, Action<RunSummary>? changed, CancellationToken cancel) =>
        RunWaiter.WaitAsync(Catalog, ids, changed, cancel);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _commands.Dispose();
        await _services.DisposeAsync();
    }
}
