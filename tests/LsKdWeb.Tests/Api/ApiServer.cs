using LsKd.Store.Database;
using LsKd.Store.Rebuild;
using LsKd.Tests.Shared;
using LsKdWeb.Api;
using LsKdWeb.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LsKdWeb.Tests.Api;

/// <summary>The HTTP interface on a free port, over a home with four finished runs. Nothing trains: what is queued stays so.</summary>
public sealed class ApiServer : IAsyncLifetime
{
    private WebApplication? app;

    public HomeFolder Home { get; } = new HomeFolder(Directory.CreateTempSubdirectory("lskd-api-").FullName).Ensure();

    public HttpClient Http { get; } = new();

    /// <summary>What the server noted.</summary>
    public NotedLog Log { get; } = new();

    public async ValueTask InitializeAsync()
    {
        new InventedRuns(Home.Runs) { SamplesPerSplit = 30, Steps = 40 }.WriteStudy();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddProvider(Log).AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Services.AddEngine(Home).AddLsKdApi();
        app = builder.Build();
        app.MapLsKdApi();
        await app.Services.GetRequiredService<StoreDatabase>().OpenAsync();
        await app.Services.GetRequiredService<StoreRebuilder>().RebuildAsync();
        await app.StartAsync();
        Http.BaseAddress = new Uri(app.Urls.First());
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        Log.Dispose();
        if (app is not null)
            await app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(Home.Root, recursive: true);
    }
}

/// <summary>Keeps log entries for a test to look at.</summary>
public sealed class NotedLog : ILoggerProvider
{
    private readonly System.Collections.Concurrent.ConcurrentQueue<(LogLevel Level, string Category, string Message)> entries = new();

    public IReadOnlyList<(LogLevel Level, string Category, string Message)> Entries => [.. entries];

    public ILogger CreateLogger(string categoryName) => new Entry(this, categoryName);

    public void Dispose() => entries.Clear();

    private sealed class Entry(NotedLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.entries.Enqueue((logLevel, category, formatter(state, exception)));
    }
}
