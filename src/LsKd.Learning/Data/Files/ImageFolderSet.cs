using LsKd.Learning.Data.Stored;

namespace LsKd.Learning.Data.Files;

/// <summary>
/// A folder per class, under <c>train</c>, <c>val</c> (or <c>validation</c>) and <c>test</c>, or a single level of class
/// folders that is split by seed. Classes are in the ordinal order of their folders' names. A <c>val_annotations.txt</c>
/// beside a part's images (Tiny-ImageNet) gives the labels of that part; a <c>words.txt</c> gives names to WordNet ids.
/// </summary>
internal static class ImageFolderSet
{
    private static readonly (string Name, Part Part)[] OtherFolders =
        [("val", Part.Validation), ("validation", Part.Validation), ("test", Part.Test)];

    /// <summary>Lists the images.</summary>
    public static StoredSet Open(string name, string folder, int side)
    {
        var train = Path.Combine(folder, "train");
        var whole = !Directory.Exists(train);
        string[] classes = [.. ClassFolders(whole ? folder : train)];
        if (classes.Length < 2) throw new DatasetException($"{(whole ? folder : train)} holds {classes.Length} class folders; at least 2 are needed.");
        List<ImageFile> files = whole ? [.. FromClasses(folder, classes, Part.Train)]
            : [.. FromClasses(train, classes, Part.Train), .. OtherParts(folder).SelectMany(p => FromPart(p.Folder, classes, p.Part))];
        return ImageFile.ToSet(name, Names(folder, classes), files, side);
    }

    private static IEnumerable<string> ClassFolders(string folder) =>
        Directory.EnumerateDirectories(folder).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal);

    private static IEnumerable<(string Folder, Part Part)> OtherParts(string folder) =>
        OtherFolders.Select(k => (Path.Combine(folder, k.Name), k.Part)).Where(k => Directory.Exists(k.Item1));

    private static IEnumerable<ImageFile> FromPart(string folder, string[] classes, Part part)
    {
        var annotations = Path.Combine(folder, "val_annotations.txt");
        if (File.Exists(annotations)) return FromAnnotations(annotations, classes, part);
        // Tiny-ImageNet's test part has images and no labels.
        return ClassFolders(folder).Any(c => classes.Contains(c)) ? FromClasses(folder, CheckKnown(folder, classes), part) : [];
    }

    private static string[] CheckKnown(string folder, string[] classes)
    {
        var unknown = ClassFolders(folder).Except(classes).FirstOrDefault();
        return unknown is null ? classes : throw new DatasetException($"{Path.Combine(folder, unknown)} is a class without training folder.");
    }

    private static IEnumerable<ImageFile> FromClasses(string folder, string[] classes, Part part) =>
        from c in classes.Index()
        let inner = Path.Combine(folder, c.Item)
        where Directory.Exists(inner)
        from file in ImageFile.In(inner)
        select new ImageFile(file, c.Index, part);

    private static IEnumerable<ImageFile> FromAnnotations(string path, string[] classes, Part part)
    {
        var label = classes.Index().ToDictionary(c => c.Item, c => c.Index);
        var images = Path.Combine(Path.GetDirectoryName(path)!, "images");
        foreach (var (number, line) in File.ReadLines(path).Index())
        {
            if (line.Length == 0) continue;
            if (line.Split('\t') is not [var file, var id, ..] || !label.TryGetValue(id, out var k))
                throw new DatasetException($"{path}, line {number + 1}: no file name and known class.");
            yield return new(Path.Combine(images, file), k, part);
        }
    }

    private static string[] Names(string folder, string[] classes)
    {
        var words = Path.Combine(folder, "words.txt");
        if (!File.Exists(words)) return classes;
        var names = File.ReadLines(words).Select(l => l.Split('\t')).Where(c => c.Length == 2).ToDictionary(c => c[0], c => c[1].Split(',')[0]);
        string[] named = [.. classes.Select(c => names.GetValueOrDefault(c, c))];
        return named.Distinct().Count() == named.Length ? named : [.. named.Zip(classes, (n, c) => $"{n} ({c})")];
    }
}
