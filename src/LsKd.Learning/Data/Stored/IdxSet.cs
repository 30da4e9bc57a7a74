namespace LsKd.Learning.Data.Stored;

/// <summary>A folder of the four IDX files of the MNIST family (<c>train-images-idx3-ubyte</c> and so on, with or without <c>.gz</c>).</summary>
internal static class IdxSet
{
    /// <summary>Reads the four files; samples of the training file come first.</summary>
    /// <param name="name">For messages.</param>
    /// <param name="folder">Where the files lie.</param>
    /// <param name="classNames">By label; null names the classes by their numbers, or as the folder's <c>classes.txt</c> says.</param>
    /// <param name="normalisation">Null measures the training images.</param>
    public static StoredSet Open(string name, string folder, IReadOnlyList<string>? classNames, Normalisation? normalisation)
    {
        var (train, trainLabels, side) = ReadPair(folder, "train");
        var (test, testLabels, testSide) = ReadPair(folder, "t10k");
        if (side != testSide) throw new DatasetException($"{folder}: training and test images differ in size.");
        int[] labels = [.. trainLabels, .. testLabels];
        return new()
        {
            Name = name,
            ClassNames = Names(folder, classNames, labels),
            Labels = labels,
            Parts = [.. Enumerable.Repeat(Part.Train, trainLabels.Length), .. Enumerable.Repeat(Part.Test, testLabels.Length)],
            Pixels = new MemoryPixels((1, side.Height, side.Width), train, test),
            Normalisation = normalisation ?? PixelStatistics.Of(train, channels: 1),
        };
    }

    private static (byte[] Images, int[] Labels, (int Height, int Width) Size) ReadPair(string folder, string prefix)
    {
        var (dimensions, images) = IdxFile.Read(Locate(folder, prefix + "-images-idx3-ubyte"));
        var (count, labels) = IdxFile.Read(Locate(folder, prefix + "-labels-idx1-ubyte"));
        if (dimensions is not [var n, var height, var width] || count is not [var m] || n != m)
            throw new DatasetException($"{folder}: the images and labels of '{prefix}' do not belong together.");
        return (images, [.. labels.Select(l => (int)l)], (height, width));
    }

    private static string Locate(string folder, string file)
    {
        var plain = Path.Combine(folder, file);
        return File.Exists(plain) ? plain : plain + ".gz";
    }

    private static IReadOnlyList<string> Names(string folder, IReadOnlyList<string>? known, int[] labels)
    {
        var file = Path.Combine(folder, "classes.txt");
        var names = known ?? (File.Exists(file)
            ? File.ReadAllLines(file).Where(l => l.Length > 0).ToArray()
            : [.. Enumerable.Range(0, labels.Max() + 1).Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture))]);
        return labels.Max() < names.Count ? names
            : throw new DatasetException($"{folder} holds the label {labels.Max()}, but only {names.Count} class names are known.");
    }
}
