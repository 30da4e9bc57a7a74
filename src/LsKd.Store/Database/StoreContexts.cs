using Microsoft.EntityFrameworkCore;

namespace LsKd.Store.Database;

/// <summary>Makes a context for one operation, of whichever database was chosen.</summary>
internal interface IStoreContexts
{
    LsKdContext Create();

    /// <summary>Works with a context of its own, off the caller's thread: SQLite's asynchronous calls block.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be used.</exception>
    Task<T> UseAsync<T>(Func<LsKdContext, Task<T>> work, CancellationToken cancel = default);
}

/// <summary>Makes contexts of one database.</summary>
internal sealed class StoreContexts<T>(IDbContextFactory<T> factory, StoreOptions options) : IStoreContexts
    where T : LsKdContext
{
    public LsKdContext Create() => factory.CreateDbContext();

    public Task<TResult> UseAsync<TResult>(Func<LsKdContext, Task<TResult>> work, CancellationToken cancel = default) => Task.Run(async () =>
    {
        try
        {
            await using var context = Create();
            return await work(context);
        }
        catch (Exception e) when (StoreFaults.Explain(options, e) is { } fault)
        {
            throw fault;
        }
    }, cancel);
}
