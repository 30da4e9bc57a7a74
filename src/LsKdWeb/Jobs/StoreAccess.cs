using LsKd.Store.Contracts;
using LsKdWeb.Hosting;
using LsKdWeb.Specs;

namespace LsKdWeb.Jobs;

/// <summary>The store for a command that starts no worker: through the running server, else directly under the engine's lock.</summary>
internal sealed class StoreAccess : IEngineClient
{
    private readonly EngineLock _lock;
    private readonly ServiceProvider _services;

    private StoreAccess(EngineLock held, ServiceProvider services) => (_lock, _services) = (held, services);

    /// <inheritdoc/>
    public IRunCatalog Catalog => _services.GetRequiredService<IRunCatalog>();

    /// <inheritdoc/>
    public IRunCommands Commands => _services.GetRequiredService<IRunCommands>();

    /// <inheritdoc/>
    public HomeFolder Home => _services.GetRequiredService<HomeFolder>();

    /// <inheritdoc/>
    public SpecChecks Checks => _services.GetRequiredService<SpecChecks>();

    /// <summary>Opens the store.</summary>
    public static async Task<IEngineClient> OpenAsync(HomeFolder home, CancellationToken cancel)
    {
        if (EngineLock.Address(home) is { } address)
            return await RemoteEngine.OpenAsync(home, address, cancel);
        var held = EngineLock.Take(home);
        var services = new ServiceCollection().AddLogging().AddEngine(home).BuildServiceProvider();
        await IndexOpening.OpenAsync(services, Console.Error.WriteLine, cancel);
        return new StoreAccess(held, services);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<RunSummary>> WaitAsync(IReadOnlyList<string> ids, Action<RunSummary>? changed = null, CancellationToken cancel = default) =>
        throw new NotSupportedException("Nothing runs here to wait for.");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _lock.Dispose();
    }
}
