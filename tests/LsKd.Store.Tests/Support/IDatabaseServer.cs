namespace LsKd.Store.Tests.Support;

/// <summary>Makes stores on one kind of database, each with an index of its own.</summary>
public interface IDatabaseServer
{
    /// <summary>Connection string of a new, empty PostgreSQL database; null for a SQLite file in the store's own folder.</summary>
    Task<string?> NewDatabaseAsync();
}

internal static class DatabaseServers
{
    /// <summary>A new, empty store.</summary>
    public static async Task<TestStore> OpenAsync(this IDatabaseServer server) => await TestStore.OpenAsync(postgres: await server.NewDatabaseAsync());
}
