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
        string[] folders = [.. places.SelectMany(p => Inner(set, p)).Where(HasFiles)];
        // An incomplete folder is opened too, so that the missing file is named.
        return folders.FirstOrDefault(f => IsComplete(set, f)) ?? folders.FirstOrDefault()
            ?? throw new DatasetException($"{set.Title} was not found{LookedIn(places)}. {Advice(set, homeDataFolder)}");
    }

    /// <summary>Whether the set can be opened without a path in the spec.</summary>
    public static bool IsPresent(DatasetDescriptor set, string? homeDataFolder) =>
        set.Embedded ? Directory.Exists(Path.Combine(AppContext.BaseDirectory, "data", set.Name))
            : Places(set, homeDataFolder).SelectMany(p => Inner(set, p)).Any(f => HasFiles(f) && IsComplete(set, f));

    /// <summary>What a user does to get the set.</summary>
    public static string Advice(DatasetDescriptor set, string? homeDataFolder) =>
        set.Downloadable ? $"Fetch it with 'data get {set.Name}'. {ByHand(set, homeDataFolder)}" : ByHand(set, homeDataFolder);

    /// <summary>What a user does without a network.</summary>
    public static string ByHand(DatasetDescriptor set, string? homeDataFolder)
    {
        var where = homeDataFolder is null ? "a folder" : Path.Combine(homeDataFolder, set.Name);
        return $"{(set.Downloadable ? "Without a network, put" : "Put")} {set.Files} into {where}, or name their folder in data.path.";
    }

    private static bool HasFiles(string folder) =>
        Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any(e => !e.EndsWith(".part", StringComparison.Ordinal));

    private static bool IsComplete(DatasetDescriptor set, string folder) =>
        set.Required.Select(name => Path.Combine(folder, name)).All(p => Path.Exists(p) || File.Exists(p + ".gz"));

    private static IEnumerable<string> Places(DatasetDescriptor set, string? home) =>
        [.. home is null ? [] : new[] { Path.Combine(home, set.Name) }, .. SystemFolders.GetValueOrDefault(set.Name, [])];

    // An archive that was unpacked where it lies has a folder of its own inside; that comes first.
    private static IEnumerable<string> Inner(DatasetDescriptor set, string place) =>
        set.ArchiveFolder.Length > 0 ? [Path.Combine(place, set.ArchiveFolder), place] : [place];

    private static string LookedIn(string[] places) => places.Length == 0 ? "" : $" in {string.Join(" or ", places)}";
}
