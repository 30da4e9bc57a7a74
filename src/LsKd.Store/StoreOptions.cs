namespace LsKd.Store;

/// <summary>Where the store keeps things.</summary>
/// <param name="RunsFolder">Run folders, named by run id.</param>
/// <param name="DatabaseFile">The SQLite file.</param>
public sealed record StoreOptions(string RunsFolder, string DatabaseFile)
{
    /// <summary>Connection string of a PostgreSQL database to use instead of the file; null uses the file.</summary>
    public string? Postgres { get; init; }
}
