using LsKd.Learning.Data.Stored;

namespace LsKd.Learning.Data.Files;

/// <summary>An image in a file, with its label and part.</summary>
internal readonly record struct ImageFile(string Path, int Label, Part Part)
{
    private static readonly string[] Extensions = [".jpg", ".jpeg", ".png", ".webp", ".bmp"];

    /// <summary>The image files of a folder and the folders in it, in the ordinal order of their paths.</summary>
    public static IEnumerable<string> In(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(f => Extensions.Contains(System.IO.Path.GetExtension(f).ToLowerInvariant()))
            .Order(StringComparer.Ordinal);

    /// <summary>Makes a set of files. Where only two parts are labelled, a published validation part serves as the test part.</summary>
    /// <remarks>
    /// ImageNet-1K and sets like it keep the labels of their test part secret, and papers report the validation part. So
    /// where a set has a validation part and no test part, that part is reported and validation is split off from training.
    /// </remarks>
    public static StoredSet ToSet(string name, IReadOnlyList<string> classNames, IReadOnlyList<ImageFile> files, int side)
    {
        if (!files.Any(f => f.Part == Part.Train)) throw new DatasetException($"{name}: no training images were found.");
        var reportsValidation = files.All(f => f.Part != Part.Test);
        return new()
        {
            Name = name,
            ClassNames = classNames,
            Labels = [.. files.Select(f => f.Label)],
            Parts = [.. files.Select(f => reportsValidation && f.Part == Part.Validation ? Part.Test : f.Part)],
            Pixels = new FilePixels([.. files.Select(f => f.Path)], side),
            Normalisation = Normalisation.ImageNet,
        };
    }
}
