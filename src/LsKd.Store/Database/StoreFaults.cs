using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace LsKd.Store.Database;

/// <summary>Tells trouble with the database from everything else, and says it in words that a user can act on.</summary>
internal static class StoreFaults
{
    /// <summary>What a failure means where it is the database's own; null for any other.</summary>
    public static StoreUnavailableException? Explain(StoreOptions options, Exception failure) => Cause(failure) switch
    {
        SqliteException e when Words(e.SqliteErrorCode, options.DatabaseFile, e.Message) is { } words => new(words, failure) { IsCorrupt = e.SqliteErrorCode is 11 or 26 },
        SqliteException or null => null,
        // What breaks a rule of the tables is a defect of the product.
        var e when options.Postgres is not null && e.SqlState?[..2] is not ("22" or "23") => new($"The PostgreSQL database does not answer: {e.Message}", failure),
        _ => null,
    };

    private static DbException? Cause(Exception failure) => failure switch
    {
        DbException e => e,
        DbUpdateException { InnerException: { } inner } => Cause(inner),
        // Npgsql's retry advice wraps what happened.
        InvalidOperationException { InnerException: DbException inner } => inner,
        _ => null,
    };

    private static string? Words(int code, string file, string message) => code switch
    {
        11 or 26 => $"{file} is corrupt ({message}). The run folders are the truth: stop the server, and \"store rebuild\" makes it again from them.",
        5 or 6 => $"{file} is locked by another program. Close it and try again.",
        13 => $"{file} cannot grow: the disk is full. Free some space; nothing stored is lost.",
        10 => $"{file} cannot be read or written ({message}): the disk is full or damaged. Nothing stored is lost.",
        8 => $"{file} cannot be written: it is read-only.",
        14 => $"{file} cannot be opened. Check that its folder exists and may be written.",
        _ => null,
    };
}
