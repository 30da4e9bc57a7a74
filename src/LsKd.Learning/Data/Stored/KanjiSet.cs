using System.IO.Compression;

namespace LsKd.Learning.Data.Stored;

/// <summary>
/// The embedded kanji glyphs: a class per character (or per Kangxi radical, a natural long tail), a sample per typeface;
/// typefaces, not samples, are divided among the splits.
/// </summary>
internal static class KanjiSet
{
    private const int Side = 28;
    private const int Typefaces = 32;
    private static readonly Normalisation TrainingTypefaces = new([0.2588f], [0.3870f]);

    /// <summary>Reads the set.</summary>
    /// <param name="folder">Where <c>images.2bit.bin.gz</c>, <c>classes.tsv</c> and <c>fonts.tsv</c> lie.</param>
    /// <param name="level">Null or <c>character</c>, or <c>radical</c>.</param>
    public static StoredSet Open(string folder, string? level)
    {
        var characters = TabFile.Read(Path.Combine(folder, "classes.tsv"));
        var parts = TabFile.Read(Path.Combine(folder, "fonts.tsv")).Select(f => PartOf(f["suggested_split"])).ToArray();
        var pixels = new PackedPixels(Unpack(Path.Combine(folder, "images.2bit.bin.gz"), characters.Count), Side);
        var (names, labels) = level is "radical" ? Radicals(characters) : (characters.Select(c => c["char"]).ToArray(), Enumerable.Range(0, characters.Count).ToArray());
        return new()
        {
            Name = "kanji",
            ClassNames = names,
            Labels = [.. labels.SelectMany(l => Enumerable.Repeat(l, Typefaces))],
            Parts = [.. characters.SelectMany(_ => parts)],
            Pixels = pixels,
            Normalisation = TrainingTypefaces,
        };
    }

    // Unihan marks simplified forms of a radical by an apostrophe.
    private static (string[] Names, int[] Labels) Radicals(IReadOnlyList<IReadOnlyDictionary<string, string>> characters)
    {
        int[] numbers = [.. characters.Select(c => int.Parse(c["radical"].TrimEnd('\''), System.Globalization.CultureInfo.InvariantCulture))];
        int[] present = [.. numbers.Distinct().Order()];
        // The Kangxi radicals are the block of code points from U+2F00 in their traditional order.
        return ([.. present.Select(n => $"{(char)(0x2EFF + n)} ({n})")], [.. numbers.Select(n => Array.IndexOf(present, n))]);
    }

    private static Part PartOf(string split) => split switch
    {
        "train" => Part.Train,
        "val" => Part.Validation,
        "test" => Part.Test,
        _ => Part.OutOfDistribution,
    };

    private static byte[] Unpack(string path, int classes)
    {
        try
        {
            using var stream = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
            var packed = new byte[classes * Typefaces * Side * Side / 4];
            stream.ReadExactly(packed);
            return packed;
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new DatasetException($"{path} is missing or damaged: {e.Message}", e);
        }
    }
}
