using LsKd.Learning.Data.Stored;

namespace LsKd.Learning.Data.Files;

/// <summary>
/// Lists of <c>path label</c> per line, as ImageNet-LT and Places-LT use them: <c>train.txt</c>, <c>val.txt</c>,
/// <c>test.txt</c> or files whose names end so (<c>ImageNet_LT_train.txt</c>). Paths are relative to the folder. Classes are
/// named by <c>classes.txt</c> (one name a line), else by the folder that all images of a class share, else by number.
/// </summary>
internal static class ImageListSet
{
    /// <summary>Lists the images, training first.</summary>
    public static StoredSet Open(string name, string folder, int side)
    {
        List<ImageFile> files = [.. Part(folder, "train", Stored.Part.Train), .. Part(folder, "val", Stored.Part.Validation), .. Part(folder, "test", Stored.Part.Test)];
        if (files.Count == 0) throw new DatasetException($"{folder} holds no list such as train.txt.");
        return ImageFile.ToSet(name, Names(folder, files), files, side);
    }

    private static IEnumerable<ImageFile> Part(string folder, string ending, Part part)
    {
        string[] lists = [.. Directory.EnumerateFiles(folder, $"*{ending}.txt").Order(StringComparer.Ordinal)];
        if (lists.Length > 1) throw new DatasetException($"{folder} holds more than one list of '{ending}': {string.Join(", ", lists.Select(Path.GetFileName))}.");
        return lists.SelectMany(list => File.ReadLines(list).Index().Where(l => l.Item.Length > 0).Select(l => Line(list, l.Index + 1, l.Item, part)));
    }

    private static ImageFile Line(string list, int number, string line, Part part)
    {
        var gap = line.LastIndexOf(' ');
        return gap > 0 && int.TryParse(line[(gap + 1)..], out var label) && label >= 0
            ? new(Path.Combine(Path.GetDirectoryName(list)!, line[..gap].Trim()), label, part)
            : throw new DatasetException($"{list}, line {number}: '{line}' is not a path and a label.");
    }

    private static string[] Names(string folder, List<ImageFile> files)
    {
        var count = files.Max(f => f.Label) + 1;
        var known = Path.Combine(folder, "classes.txt");
        if (File.Exists(known)) return FromFile(known, count);
        var shared = files.Where(f => f.Part == Stored.Part.Train).GroupBy(f => f.Label).ToDictionary(g => g.Key, SharedFolder);
        string[] names = [.. Enumerable.Range(0, count).Select(k => shared.GetValueOrDefault(k) ?? $"class {k}")];
        return names.Distinct().Count() == count ? names : [.. Enumerable.Range(0, count).Select(k => $"class {k}")];
    }

    private static string[] FromFile(string path, int count)
    {
        string[] names = [.. File.ReadLines(path).Where(l => l.Length > 0)];
        return names.Length >= count ? names : throw new DatasetException($"{path} names {names.Length} classes; the lists use {count}.");
    }

    private static string? SharedFolder(IEnumerable<ImageFile> files)
    {
        string?[] folders = [.. files.Select(f => Path.GetFileName(Path.GetDirectoryName(f.Path))).Distinct().Take(2)];
        return folders.Length == 1 ? folders[0] : null;
    }
}
