using LsKd.Store;
using LsKdWeb.Jobs;
using LsKdWeb.Specs;

namespace LsKdWeb.Hosting;

/// <summary>Everything behind the pages: the store and the job engine. With or without a web server in front.</summary>
internal static class EngineSetup
{
    /// <summary>Registers the engine of a home folder.</summary>
    public static IServiceCollection AddEngine(this IServiceCollection services, HomeFolder home) => services
        .AddSingleton(home)
        .AddSingleton(TimeProvider.System)
        .AddLsKdStore(StoreOptions(home))
        .AddSingleton<SpecChecks>()
        .AddSingleton<ISpecChecker>(s => s.GetRequiredService<SpecChecks>())
        .AddJobs();

    /// <summary>Where this home's store keeps things.</summary>
    public static StoreOptions StoreOptions(HomeFolder home) => new(home.Runs, home.Database)
    {
        Postgres = Environment.GetEnvironmentVariable(PostgresVariable) is { Length: > 0 } connection ? connection : null,
    };

    /// <summary>Environment variable with the connection string of a PostgreSQL database to use for the index.</summary>
    public const string PostgresVariable = "LSKD_POSTGRES";
}
