namespace LsKd.Store;

/// <summary>The index cannot be used: corrupt, locked, out of room, out of reach. The message says which and what to do.</summary>
public sealed class StoreUnavailableException(string message, Exception? inner = null) : IOException(message, inner)
{
    /// <summary>Whether the database is damaged, which no waiting mends.</summary>
    public bool IsCorrupt { get; init; }
}
