namespace LsKd.Learning.Data.Stored;

/// <summary>
/// CIFAR-10 and CIFAR-100 in their binary form: records of one label byte (two for CIFAR-100: coarse, fine) and 3,072
/// bytes of pixels, red, green and blue planes of 32x32.
/// </summary>
internal static class CifarSet
{
    private const int Image = 3 * 32 * 32;
    private static readonly Normalisation Cifar10 = new([0.4914f, 0.4822f, 0.4465f], [0.2470f, 0.2435f, 0.2616f]);
    private static readonly Normalisation Cifar100 = new([0.5071f, 0.4865f, 0.4409f], [0.2673f, 0.2564f, 0.2762f]);

    /// <summary>Reads CIFAR-10.</summary>
    public static StoredSet OpenTen(string folder, IReadOnlyList<string> classNames)
    {
        string[] train = [.. Enumerable.Range(1, 5).Select(i => $"data_batch_{i}.bin")];
        return Open("cifar10", folder, train, ["test_batch.bin"], labelBytes: 1, labelAt: 0, classNames, Cifar10);
    }

    /// <summary>Reads CIFAR-100 with its 100 classes, or its 20 groups for the level <c>coarse</c>.</summary>
    public static StoredSet OpenHundred(string folder, string? level, IReadOnlyList<string> fineNames)
    {
        var coarse = level is "coarse";
        var names = coarse ? Lines(Path.Combine(folder, "coarse_label_names.txt")) : fineNames;
        return Open("cifar100", folder, ["train.bin"], ["test.bin"], labelBytes: 2, labelAt: coarse ? 0 : 1, names, Cifar100);
    }

    private static StoredSet Open(
        string name, string folder, string[] train, string[] test, int labelBytes, int labelAt, IReadOnlyList<string> names, Normalisation normalisation)
    {
        var blocks = train.Concat(test).Select(f => Records.Read(Path.Combine(folder, f), labelBytes, labelAt, names.Count)).ToArray();
        var training = blocks.Take(train.Length).Sum(b => b.Labels.Length);
        int[] labels = [.. blocks.SelectMany(b => b.Labels)];
        return new()
        {
            Name = name,
            ClassNames = names,
            Labels = labels,
            Parts = [.. labels.Select((_, i) => i < training ? Part.Train : Part.Test)],
            Pixels = new MemoryPixels((3, 32, 32), [.. blocks.Select(b => b.Pixels)]),
            Normalisation = normalisation,
        };
    }

    private static string[] Lines(string path) =>
        File.Exists(path) ? [.. File.ReadAllLines(path).Where(l => l.Length > 0)] : throw new DatasetException($"{path} does not exist.");

    private sealed record Records(int[] Labels, byte[] Pixels)
    {
        public static Records Read(string path, int labelBytes, int labelAt, int classes)
        {
            if (!File.Exists(path)) throw new DatasetException($"{path} does not exist.");
            var bytes = File.ReadAllBytes(path);
            var size = labelBytes + Image;
            if (bytes.Length == 0 || bytes.Length % size != 0)
                throw new DatasetException($"{path} is damaged or cut short: {bytes.Length} bytes are not whole records of {size}.");
            var records = new Records(new int[bytes.Length / size], new byte[bytes.Length / size * Image]);
            for (var i = 0; i < records.Labels.Length; i++) records.Take(i, bytes.AsSpan(i * size, size), labelBytes, labelAt);
            return Array.TrueForAll(records.Labels, l => l < classes) ? records
                : throw new DatasetException($"{path} holds the label {records.Labels.Max()}, above the {classes} classes of the set.");
        }

        private void Take(int index, ReadOnlySpan<byte> record, int labelBytes, int labelAt)
        {
            Labels[index] = record[labelAt];
            record[labelBytes..].CopyTo(Pixels.AsSpan(index * Image, Image));
        }
    }
}
