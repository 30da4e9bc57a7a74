using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;

namespace LsKd.Store.Database;

/// <summary>Opens the index, and says plainly when it cannot be used.</summary>
public sealed class StoreDatabase
{
    private readonly StoreOptions _options;
    private readonly IStoreContexts _contexts;
    private readonly TimeProvider _clock;

    internal StoreDatabase(StoreOptions options, IStoreContexts contexts, TimeProvider clock) =>
        (_options, _contexts, _clock) = (options, contexts, clock);

    /// <summary>Creates or migrates the index.</summary>
    /// <exception cref="StoreUnavailableException">It is corrupt, locked or out of reach.</exception>
    public Task OpenAsync(CancellationToken cancel = default) => Task.Run(() => OpenCoreAsync(cancel), cancel);

    /// <summary>Whether the index answers; the reason where it does not.</summary>
    public async Task<string?> ProblemAsync(CancellationToken cancel = default)
    {
        try
        {
            await _contexts.UseAsync(context => context.Runs.AnyAsync(cancel), cancel);
            return null;
        }
        catch (Exception e) when (e is DbException or InvalidOperationException or StoreUnavailableException)
        {
            return Explain(e).Message;
        }
    }

    /// <summary>Makes room for a new index: moves a SQLite file out of the way, removes the tables of a PostgreSQL database.</summary>
    /// <returns>Where the file went; null if there was none.</returns>
    /// <exception cref="StoreUnavailableException">The database is out of reach.</exception>
    public async Task<string?> ClearAsync(CancellationToken cancel = default)
    {
        if (_options.Postgres is null)
            return SetAside();
        try
        {
            await DropTablesAsync(cancel);
            return null;
        }
        catch (Exception e) when (e is DbException or InvalidOperationException)
        {
            throw Explain(e);
        }
    }

    private async Task DropTablesAsync(CancellationToken cancel)
    {
        await using var context = _contexts.Create();
        var drops = context.Model.GetEntityTypes().Select(e => e.GetTableName()!).Append(HistoryRepository.DefaultTableName)
            .Select(table => $"DROP TABLE IF EXISTS \"{table}\" CASCADE");
        await using var transaction = await context.Database.BeginTransactionAsync(cancel);
        foreach (var drop in drops)
            await context.Database.ExecuteSqlRawAsync(drop, cancel);
        await transaction.CommitAsync(cancel);
    }

    private string? SetAside()
    {
        if (!File.Exists(_options.DatabaseFile))
            return null;
        SqliteConnection.ClearAllPools();
        var stamp = _clock.GetUtcNow().ToString("yyyyMMdd-HHmmss", System.Globalization.CultureInfo.InvariantCulture);
        var aside = $"{_options.DatabaseFile}.before-{stamp}";
        foreach (var suffix in (string[])["", "-wal", "-shm"])
            if (File.Exists(_options.DatabaseFile + suffix))
                File.Move(_options.DatabaseFile + suffix, aside + suffix, overwrite: true);
        return aside;
    }

    private async Task OpenCoreAsync(CancellationToken cancel)
    {
        try
        {
            await using var context = _contexts.Create();
            if (_options.Postgres is null)
                await CheckFileAsync(context, cancel);
            await context.Database.MigrateAsync(cancel);
        }
        catch (Exception e) when (e is DbException or InvalidOperationException)
        {
            throw Explain(e);
        }
    }

    private static async Task CheckFileAsync(LsKdContext context, CancellationToken cancel)
    {
        await context.Database.OpenConnectionAsync(cancel);
        await context.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL;", cancel);
        using var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = "PRAGMA quick_check(1);";
        var answer = (string?)await command.ExecuteScalarAsync(cancel);
        if (answer != "ok")
            throw new SqliteException(answer ?? "no answer", 11);
    }

    private StoreUnavailableException Explain(Exception e) => e as StoreUnavailableException ?? StoreFaults.Explain(_options, e)
        ?? new StoreUnavailableException($"{(_options.Postgres is null ? _options.DatabaseFile : "The PostgreSQL database")} does not answer: {e.Message}", e);
}
