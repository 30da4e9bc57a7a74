using LsKd.Core.Catalogs;
using LsKd.Core.Specs;
using LsKd.Learning.Data.Files;

namespace LsKd.Learning.Data.Stored;

/// <summary>Every data set by name: what reads it.</summary>
internal static class StoredSets
{
    private const int UsualPhotoSize = 224;
    private static readonly Normalisation Fashion = new([0.2860f], [0.3530f]);
    private static readonly Normalisation Mnist = new([0.1307f], [0.3081f]);

    /// <summary>Opens a set as its files hold it, in the image size that the spec asks for.</summary>
    /// <exception cref="DatasetException">It is unknown, missing or damaged, or has no such label level or image size.</exception>
    public static StoredSet Open(DataSpec spec, string? homeDataFolder)
    {
        var known = DatasetCatalog.Find(spec.Dataset)
            ?? throw new DatasetException($"There is no data set '{spec.Dataset}'. Known: {string.Join(", ", DatasetCatalog.All.Select(d => d.Name))}.");
        Check(known, spec);
        return Scaled(Read(known, spec, DataFolders.Find(known, spec, homeDataFolder)), spec.ImageSize);
    }

    private static StoredSet Read(DatasetDescriptor known, DataSpec spec, string folder)
    {
        var side = spec.ImageSize ?? (known.ImageSize > 0 ? known.ImageSize : UsualPhotoSize);
        return known.Name switch
        {
            "fashion-mnist" or "fashion-mnist-full" => IdxSet.Open(known.Name, folder, known.ClassNames, Fashion),
            "mnist" => IdxSet.Open(known.Name, folder, known.ClassNames, Mnist),
            "idx" => IdxSet.Open(known.Name, folder, null, null),
            "kanji" => KanjiSet.Open(folder, spec.LabelLevel),
            "cifar10" => CifarSet.OpenTen(folder, known.ClassNames),
            "cifar100" => CifarSet.OpenHundred(folder, spec.LabelLevel, known.ClassNames),
            "cub200" => CubSet.Open(folder, side),
            "image-list" => ImageListSet.Open(known.Name, folder, side),
            _ => ImageFolderSet.Open(known.Name, folder, side),
        };
    }

    private static StoredSet Scaled(StoredSet set, int? size) =>
        size is not { } side || set.Pixels.Shape is (_, var height, var width) && (height, width) == (side, side)
            ? set : set with { Pixels = new ScaledPixels(set.Pixels, side) };

    private static void Check(DatasetDescriptor known, DataSpec spec)
    {
        if (spec.ImageSize is < 8 or > 1024) throw new DatasetException($"data.imageSize is {spec.ImageSize}; it must be from 8 to 1024.");
        CheckOption("data.labelLevel", spec.LabelLevel, known.LabelLevels, known);
        CheckOption("data.testPart", spec.TestPart, known.TestParts, known);
    }

    private static void CheckOption(string setting, string? value, IReadOnlyList<string> options, DatasetDescriptor known)
    {
        if (value is null || options.Contains(value)) return;
        throw new DatasetException($"{setting} is '{value}'; {known.Name} {(options.Count == 0 ? "has no choice there" : "has " + string.Join(", ", options))}.");
    }
}
