using LsKd.Store.Commands;
using LsKd.Store.Contracts;
using LsKd.Store.Database;
using LsKd.Store.Feed;
using LsKd.Store.Folders;
using LsKd.Store.Ingest;
using LsKd.Store.Queries;
using LsKd.Store.Rebuild;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LsKd.Store;

/// <summary>Registers the store.</summary>
public static class StoreSetup
{
    /// <summary>Adds the index, its reader, its one writer and the feed. All are singletons and safe from any thread.</summary>
    public static IServiceCollection AddLsKdStore(this IServiceCollection services, StoreOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton(new RunFolders(options.RunsFolder));
        AddContexts(services, options);
        services.AddSingleton<StoreWriter>();
        services.AddSingleton<RunFeed>();
        services.AddSingleton<IRunFeed>(s => s.GetRequiredService<RunFeed>());
        services.AddSingleton<RunEditor>();
        services.AddSingleton<IRunCatalog, RunCatalog>();
        services.AddSingleton<IRunCommands, RunCommands>();
        services.AddSingleton<MetricTags>();
        services.AddSingleton<EventApplier>();
        services.AddSingleton(s => new StoreDatabase(options, Get<IStoreContexts>(s), Get<TimeProvider>(s)));
        services.AddSingleton(s => new RunIngestor(
            Get<StoreWriter>(s), Get<IStoreContexts>(s), Get<RunFolders>(s), Get<EventApplier>(s), Get<MetricTags>(s), Get<RunFeed>(s)));
        services.AddSingleton(s => new RunLifecycle(Get<RunEditor>(s), Get<IStoreContexts>(s), Get<RunFolders>(s)));
        services.AddSingleton(s => new StoreRebuilder(
            options, Get<StoreDatabase>(s), Get<StoreWriter>(s), Get<RunFolders>(s), Get<RunIngestor>(s), Get<MetricTags>(s), Get<TimeProvider>(s)));
        return services;
    }

    private static T Get<T>(IServiceProvider services)
        where T : notnull => services.GetRequiredService<T>();

    // A lock that another program holds is told within seconds: this program never waits so long for itself.
    private static string ConnectionString(StoreOptions options) =>
        new SqliteConnectionStringBuilder { DataSource = options.DatabaseFile, DefaultTimeout = 5 }.ToString();

    private static void AddContexts(IServiceCollection services, StoreOptions options)
    {
        if (options.Postgres is { } connection)
        {
            services.AddDbContextFactory<PostgresContext>(o => o.UseNpgsql(connection));
            services.AddSingleton<IStoreContexts, StoreContexts<PostgresContext>>();
        }
        else
        {
            services.AddDbContextFactory<SqliteContext>(o =>
                o.UseSqlite(ConnectionString(options)).AddInterceptors(SqlitePragmas.Instance));
            services.AddSingleton<IStoreContexts, StoreContexts<SqliteContext>>();
        }
    }
}
