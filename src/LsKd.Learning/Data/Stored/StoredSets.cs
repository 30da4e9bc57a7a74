using LsKd.Core.Catalogs;
using LsKd.Core.Specs;

namespace LsKd.Learning.Data.Stored;

/// <summary>Every data set by name: where its files are looked for and what reads them.</summary>
internal static class StoredSets
{
    private static readonly Normalisation Fashion = new([0.2860f], [0.3530f]);

    /// <summary>Opens a set as its files hold it, in the image size that the spec asks for.</summary>
    public static StoredSet Open(DataSpec spec, string? homeDataFolder)
    {
        var known = DatasetCatalog.Find(spec.Dataset)
            ?? throw new DatasetException($"There is no data set '{spec.Dataset}'. Known: {string.Join(", ", DatasetCatalog.All.Select(d => d.Name))}.");
        return known.Name switch
        {
            "fashion-mnist" => IdxSet.Open(known.Name, EmbeddedData.Folder("fashion-mnist"), known.ClassNames, Fashion),
            _ => throw new DatasetException($"'{known.Name}' has no reader."),
        };
    }
}
