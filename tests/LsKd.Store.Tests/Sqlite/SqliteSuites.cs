using LsKd.Store.Tests.Commands;
using LsKd.Store.Tests.Ingest;
using LsKd.Store.Tests.Queries;
using LsKd.Store.Tests.Rebuild;
using LsKd.Store.Tests.Support;

namespace LsKd.Store.Tests.Sqlite;

internal sealed class SqliteFiles : IDatabaseServer
{
    public static SqliteFiles Instance { get; } = new();

    public Task<string?> NewDatabaseAsync() => Task.FromResult<string?>(null);
}

public sealed class SqliteRunCommandsTests() : RunCommandsTests(SqliteFiles.Instance);

public sealed class SqliteRunLifecycleTests() : RunLifecycleTests(SqliteFiles.Instance);

public sealed class SqliteRunIngestorTests() : RunIngestorTests(SqliteFiles.Instance);

public sealed class SqliteRunCatalogTests() : RunCatalogTests(SqliteFiles.Instance);

public sealed class SqliteStoreRebuilderTests() : StoreRebuilderTests(SqliteFiles.Instance)
{
    [Fact]
    public async Task A_corrupt_database_is_named_and_a_rebuild_restores_it()
    {
        await using var store = await TestStore.OpenAsync();
        await FillAsync(store);
        var before = await DescribeAsync(store);
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        File.Delete(store.Options.DatabaseFile + "-wal");
        File.WriteAllBytes(store.Options.DatabaseFile, [.. Enumerable.Repeat((byte)'x', 8192)]);
        var refusal = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Database.OpenAsync());
        Assert.Contains("store rebuild", refusal.Message);
        await store.Rebuilder.RebuildAsync();
        Assert.Equal(before, await DescribeAsync(store));
    }
}
