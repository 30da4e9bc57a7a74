using Microsoft.EntityFrameworkCore;

namespace LsKd.Store.Database;

/// <summary>Makes a context for one operation, of whichever database was chosen.</summary>
internal interface IStoreContexts
{
    LsKdContext Create();
}

/// <summary>Makes contexts of one database.</summary>
internal sealed class StoreContexts<T>(IDbContextFactory<T> factory) : IStoreContexts
    where T : LsKdContext
{
    public LsKdContext Create() => factory.CreateDbContext();
}
