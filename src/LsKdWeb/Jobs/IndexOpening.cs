using LsKd.Store.Database;

namespace LsKdWeb.Jobs;

/// <summary>Opens the index, and says so where it is not whole.</summary>
internal static class IndexOpening
{
    /// <summary>Opens it.</summary>
    /// <param name="services">The engine's services.</param>
    /// <param name="log">Told of an unfinished rebuild; the site shows it as well.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="LsKd.Store.StoreUnavailableException">It cannot be used.</exception>
    public static async Task OpenAsync(IServiceProvider services, Action<string> log, CancellationToken cancel = default)
    {
        var database = services.GetRequiredService<StoreDatabase>();
        await database.OpenAsync(cancel);
        services.GetRequiredService<SiteHealth>().Report("rebuild", database.Unfinished);
        if (database.Unfinished is { } unfinished)
            log(unfinished);
    }
}
