using Microsoft.EntityFrameworkCore;

namespace LsKd.Store.Database;

/// <summary>The one writer: changes happen one after another, each in a transaction of its own.</summary>
internal sealed class StoreWriter(IStoreContexts contexts) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <summary>Runs a change and commits it; nothing is kept when it throws.</summary>
    public async Task<T> WriteAsync<T>(Func<LsKdContext, Task<T>> change, CancellationToken cancel = default)
    {
        await _gate.WaitAsync(cancel);
        try
        {
            return await contexts.UseAsync(context => CommitAsync(context, change, cancel), cancel);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc cref="WriteAsync{T}"/>
    public Task WriteAsync(Func<LsKdContext, Task> change, CancellationToken cancel = default) =>
        WriteAsync(async context => { await change(context); return true; }, cancel);

    /// <summary>Moves everything from a SQLite database's log into its file.</summary>
    public Task CheckpointAsync(CancellationToken cancel = default) =>
        contexts.UseAsync(context => context.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE);", cancel), cancel);

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private static async Task<T> CommitAsync<T>(LsKdContext context, Func<LsKdContext, Task<T>> change, CancellationToken cancel)
    {
        await using var transaction = await context.Database.BeginTransactionAsync(cancel);
        var result = await change(context);
        await context.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return result;
    }
}
