using LsKd.Core.Catalogs;
using LsKd.Core.Specs;

namespace LsKd.Learning.Data;

/// <summary>Finds the folder of a data set's files.</summary>
public static class DataFolders
{
    private static readonly Dictionary<string, string[]> SystemFolders = new()
    {
        ["fashion-mnist-full"] = ["/usr/share/datasets/fashion-mnist"],
    };

    /// <summary>The folder that a spec names, or the first place where the set's files are.</summary>
    /// <param name="set">The set.</param>
    /// <param name="spec">Whose path comes first.</param>
    /// <param name="homeDataFolder">The home's data folder; may be null.</param>
    /// <exception cref="DatasetException">It is nowhere; the message says where it was looked for and what to do.</exception>
    public static string Find(DatasetDescriptor set, DataSpec spec, string? homeDataFolder)
    {
        if (set.Embedded) return EmbeddedData.Folder(set.Name);
        string[] places = [.. spec.Path is { } path ? [path] : Places(set, homeDataFolder)];
        return places.SelectMany(p => Inner(set, p)).FirstOrDefault(Directory.Exists)
            ?? throw new DatasetException($"{set.Title} was not found{LookedIn(places)}. {Advice(set, homeDataFolder)}");
    }

    /// <summary>Whether the set can be opened without a path in the spec.</summary>
    public static bool IsPresent(DatasetDescriptor set, string? homeDataFolder) =>
        set.Embedded ? Directory.Exists(Path.Combine(AppContext.BaseDirectory, "data", set.Name))
            : Places(set, homeDataFolder).SelectMany(p => Inner(set, p)).Any(Directory.Exists);

    /// <summary>What a user does to get the set.</summary>
    public static string Advice(DatasetDescriptor set, string? homeDataFolder)
    {
        var put = $"Put {set.Files} into {(homeDataFolder is null ? "a folder" : Path.Combine(homeDataFolder, set.Name))}, or name their folder in data.path.";
        return set.Downloadable ? $"Fetch it with 'data get {set.Name}', or without a network: {char.ToLowerInvariant(put[0])}{put[1..]}" : put;
    }

    private static IEnumerable<string> Places(DatasetDescriptor set, string? home) =>
        [.. home is null ? [] : new[] { Path.Combine(home, set.Name) }, .. SystemFolders.GetValueOrDefault(set.Name, [])];

    // An archive that was unpacked where it lies has a folder of its own inside; that comes first.
    private static IEnumerable<string> Inner(DatasetDescriptor set, string place) =>
        set.ArchiveFolder.Length > 0 ? [Path.Combine(place, set.ArchiveFolder), place] : [place];

    private static string LookedIn(string[] places) => places.Length == 0 ? "" : $" in {string.Join(" or ", places)}";
}
