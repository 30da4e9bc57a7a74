using LsKd.Learning.Data.Stored;

namespace LsKd.Learning.Data.Files;

/// <summary>
/// CUB-200-2011 as published: <c>classes.txt</c>, <c>images.txt</c>, <c>image_class_labels.txt</c> and
/// <c>train_test_split.txt</c>, each a number and a value per line, and the files under <c>images</c>.
/// </summary>
internal static class CubSet
{
    /// <summary>Lists the images in the order of their numbers.</summary>
    public static StoredSet Open(string folder, int side)
    {
        var classes = Table(folder, "classes.txt").OrderBy(c => c.Key).ToArray();
        var label = classes.Select((c, i) => (c.Key, i)).ToDictionary(p => p.Key, p => p.i);
        Dictionary<int, string> labels = Table(folder, "image_class_labels.txt"), splits = Table(folder, "train_test_split.txt");
        var files =
            from image in Table(folder, "images.txt").OrderBy(p => p.Key)
            let number = Number(folder, "image_class_labels.txt", Get(labels, image.Key, folder, "image_class_labels.txt"))
            let isTrain = Get(splits, image.Key, folder, "train_test_split.txt") == "1"
            select new ImageFile(Path.Combine(folder, "images", image.Value), Get(label, number, folder, "classes.txt"), isTrain ? Part.Train : Part.Test);
        return ImageFile.ToSet("cub200", [.. classes.Select(c => Title(c.Value))], [.. files], side);
    }

    private static Dictionary<int, string> Table(string folder, string file)
    {
        var path = Path.Combine(folder, file);
        if (!File.Exists(path)) throw new DatasetException($"{path} does not exist.");
        var table = new Dictionary<int, string>();
        foreach (var line in File.ReadLines(path).Where(l => l.Length > 0))
        {
            var cells = line.Split(' ', 2);
            if (cells.Length != 2 || !table.TryAdd(Number(folder, file, cells[0]), cells[1].Trim()))
                throw new DatasetException($"{path}: '{line}' is not a new number and a value.");
        }

        return table;
    }

    private static int Number(string folder, string file, string text) =>
        int.TryParse(text, out var number) ? number : throw new DatasetException($"{Path.Combine(folder, file)}: '{text}' is not a number.");

    private static T Get<T>(Dictionary<int, T> table, int number, string folder, string file) =>
        table.TryGetValue(number, out var value) ? value : throw new DatasetException($"{Path.Combine(folder, file)} says nothing of number {number}.");

    // 001.Black_footed_Albatross
    private static string Title(string name) => name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..].Replace('_', ' ');
}
