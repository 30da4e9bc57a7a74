using System.Globalization;
using Microsoft.Data.Sqlite;

namespace LsKd.Store.Rebuild;

/// <summary>
/// A SQLite index that is made beside the one in use: <c>NAME.rebuilding</c> while it grows, <c>NAME.rebuilt</c> from the moment it is whole.
/// Whoever opens the index next puts a whole one in its place, so that a kill at any point leaves the old index or the new one.
/// </summary>
internal static class RebuiltFile
{
    private static readonly string[] Parts = ["", "-wal", "-shm"];

    /// <summary>The file that grows.</summary>
    public static string Growing(StoreOptions options) => options.DatabaseFile + ".rebuilding";

    /// <summary>Whether a rebuild was cut off before its index was whole.</summary>
    public static bool IsUnfinished(StoreOptions options) => File.Exists(Growing(options));

    /// <summary>Removes what a rebuild that was cut off left.</summary>
    public static void Clear(StoreOptions options)
    {
        // A pooled connection would go on with the file that is gone.
        SqliteConnection.ClearAllPools();
        foreach (var part in Parts)
            File.Delete(Growing(options) + part);
    }

    /// <summary>Says that the file which grew, closed by now, is whole.</summary>
    public static void Complete(StoreOptions options)
    {
        SqliteConnection.ClearAllPools();
        File.Move(Growing(options), Whole(options));
        Clear(options);
    }

    /// <summary>Puts a whole index in the place of the old one, which is kept beside it.</summary>
    /// <returns>Where the old one went; null where there was none, or nothing to put in its place.</returns>
    public static string? SwapIn(StoreOptions options, TimeProvider clock)
    {
        if (!File.Exists(Whole(options)))
            return null;
        SqliteConnection.ClearAllPools();
        var aside = SetAside(options.DatabaseFile, clock);
        File.Move(Whole(options), options.DatabaseFile);
        return aside;
    }

    private static string Whole(StoreOptions options) => options.DatabaseFile + ".rebuilt";

    private static string? SetAside(string file, TimeProvider clock)
    {
        if (!Parts.Any(part => File.Exists(file + part)))
            return null;
        var aside = $"{file}.before-{clock.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}";
        foreach (var part in Parts.Where(part => File.Exists(file + part)))
            File.Move(file + part, aside + part, overwrite: true);
        return aside;
    }
}
