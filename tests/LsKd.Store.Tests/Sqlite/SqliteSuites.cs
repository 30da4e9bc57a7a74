using System.Text.Json;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Store.Tests.Commands;
using LsKd.Store.Tests.Ingest;
using LsKd.Store.Tests.Queries;
using LsKd.Store.Tests.Rebuild;
using LsKd.Store.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

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

/// <summary>The moments between a whole new index and its place.</summary>
public sealed class SqliteRebuiltFileTests
{
    [Fact]
    public async Task A_whole_index_whose_swap_was_cut_off_takes_its_place_at_the_next_opening()
    {
        var first = await TestStore.OpenAsync();
        var id = await first.CreateAsync();
        await first.Rebuilder.RebuildAsync();
        SqliteConnection.ClearAllPools();
        // As a kill leaves it: the new one whole, the old one half out of the way.
        File.Move(first.Options.DatabaseFile, first.Options.DatabaseFile + ".rebuilt");
        await File.WriteAllTextAsync(first.Options.DatabaseFile + "-wal", "of the old one", TestContext.Current.CancellationToken);
        await using var store = await first.ReopenAsync();
        Assert.NotNull(await store.Catalog.FindAsync(id));
        Assert.Null(store.Database.Unfinished);
    }
}

/// <summary>A real file in trouble: what is asked of it fails in words, and all is well when the trouble is over.</summary>
[Trait("Category", "Faults")]
[Collection(nameof(Alone))]
public sealed class SqliteFaultTests
{
    [Fact]
    public async Task A_database_that_another_program_locks_is_named_and_works_again_afterwards()
    {
        await using var store = await TestStore.OpenAsync();
        var id = await store.CreateAsync();
        await using (var other = new SqliteConnection($"Data Source={store.Options.DatabaseFile};Pooling=False"))
        {
            await other.OpenAsync(TestContext.Current.CancellationToken);
            await using var begin = other.CreateCommand();
            begin.CommandText = "BEGIN EXCLUSIVE";
            await begin.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            var refusal = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Commands.SetPriorityAsync(id, 3));
            Assert.Contains("locked by another program", refusal.Message, StringComparison.Ordinal);
            Assert.Equal(0, (await store.Catalog.FindAsync(id))!.Priority);
        }
        await store.Commands.SetPriorityAsync(id, 3);
        Assert.Equal(3, (await store.Catalog.FindAsync(id))!.Priority);
    }

    [Fact]
    public async Task A_database_that_cannot_grow_refuses_in_words_and_the_folder_is_as_it_was()
    {
        await using var store = await TestStore.OpenAsync();
        var id = await store.CreateAsync();
        var record = await File.ReadAllTextAsync(store.Folder(id).RecordFile, TestContext.Current.CancellationToken);
        store.Append(id, 1, Enumerable.Range(1, 20_000).Select(i => store.Metric("a", i, i)));
        await RunAsync(store, "PRAGMA max_page_count=1");
        var refusal = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Ingestor.FollowAsync(id, 1));
        Assert.Contains("the disk is full", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(record, await File.ReadAllTextAsync(store.Folder(id).RecordFile, TestContext.Current.CancellationToken));
        await RunAsync(store, "PRAGMA max_page_count=1000000");
        Assert.Equal(20_000, await store.Ingestor.FollowAsync(id, 1));
        Assert.Equal(20_000, Assert.Single(await store.Catalog.SeriesAsync(id, ["a"])).StoredPoints);
    }

    [Fact]
    public async Task An_attempt_that_the_folder_alone_knows_is_not_counted()
    {
        await using var store = await TestStore.OpenAsync();
        var id = await store.CreateAsync();
        var file = store.Folder(id).RecordFile;
        var record = JsonSerializer.Deserialize<RunRecord>(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), SpecJson.Options)!;
        record = record with { Attempts = [new RunAttempt(1, "local", "", record.Created, null, "", "")] };
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(record, SpecJson.Options), TestContext.Current.CancellationToken);
        Assert.Equal(1, await store.Lifecycle.ClaimAsync(id, "local", "cpu"));
        Assert.Single((await store.Catalog.DetailsAsync(id))!.Attempts);
    }

    // SQLite answers SQLITE_FULL at its own limit as at the disk's end. The limit belongs to a connection, so there is but one.
    private static async Task RunAsync(TestStore store, string pragma)
    {
        await using var context = store.Contexts.Create();
        await context.Database.ExecuteSqlRawAsync(pragma, TestContext.Current.CancellationToken);
    }
}

/// <summary>Tests that count on one pooled connection: another store that closes empties every pool.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
