using System.Data.Common;
using LsKd.Store.Rebuild;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;

namespace LsKd.Store.Database;

/// <summary>Opens the index, and says plainly when it cannot be used.</summary>
public sealed class StoreDatabase
{
    private const string Mark = "lskd_rebuild_unfinished";
    private readonly StoreOptions _options;
    private readonly IStoreContexts _contexts;
    private readonly TimeProvider _clock;

    internal StoreDatabase(StoreOptions options, IStoreContexts contexts, TimeProvider clock) =>
        (_options, _contexts, _clock) = (options, contexts, clock);

    /// <summary>What to say of a rebuild that was cut off, as found when the index was opened; null where none was.</summary>
    public string? Unfinished { get; private set; }

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

    /// <summary>Removes the tables of a PostgreSQL database, and marks it as half made until <see cref="FinishAsync"/>.</summary>
    /// <exception cref="StoreUnavailableException">The database is out of reach.</exception>
    internal async Task ClearAsync(CancellationToken cancel)
    {
        try
        {
            await DropTablesAsync(cancel);
        }
        catch (Exception e) when (e is DbException or InvalidOperationException)
        {
            throw Explain(e);
        }
    }

    /// <summary>Says that a PostgreSQL database is whole again.</summary>
    internal async Task FinishAsync(CancellationToken cancel)
    {
        await _contexts.UseAsync(context => context.Database.ExecuteSqlRawAsync($"DROP TABLE IF EXISTS {Mark}", cancel), cancel);
        Unfinished = null;
    }

    private async Task DropTablesAsync(CancellationToken cancel)
    {
        await using var context = _contexts.Create();
        var drops = context.Model.GetEntityTypes().Select(e => e.GetTableName()!).Append(HistoryRepository.DefaultTableName)
            .Select(table => $"DROP TABLE IF EXISTS \"{table}\" CASCADE").Append($"CREATE TABLE IF NOT EXISTS {Mark} (mark int)");
        await using var transaction = await context.Database.BeginTransactionAsync(cancel);
        foreach (var drop in drops)
            await context.Database.ExecuteSqlRawAsync(drop, cancel);
        await transaction.CommitAsync(cancel);
    }

    // Found while the index is opened, whoever opens it: the old SQLite index is whole, a PostgreSQL one is not.
    private async Task<string?> UnfinishedAsync(LsKdContext context, CancellationToken cancel)
    {
        if (_options.Postgres is null)
            return RebuiltFile.IsUnfinished(_options)
                ? "A \"store rebuild\" was cut off; the index is still the one from before it. Stop the server and run \"store rebuild\" again."
                : null;
        var marked = await context.Database.SqlQueryRaw<bool>($"SELECT to_regclass('{Mark}') IS NOT NULL AS \"Value\"").SingleAsync(cancel);
        return marked ? "A \"store rebuild\" was cut off: runs are missing in the index. Stop the server and run \"store rebuild\" again." : null;
    }

    private async Task OpenCoreAsync(CancellationToken cancel)
    {
        try
        {
            if (_options.Postgres is null)
                RebuiltFile.SwapIn(_options, _clock);
            await using var context = _contexts.Create();
            if (_options.Postgres is null)
                await CheckFileAsync(context, cancel);
            await context.Database.MigrateAsync(cancel);
            Unfinished = await UnfinishedAsync(context, cancel);
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
