using LsKd.Core.Specs;
using LsKd.Learning.Data;

namespace LsKd.Learning.Translation.Data;

/// <summary>Opens a corpus by the name in a spec: <c>wesnoth</c>, <c>multi30k</c>, <c>iwslt14</c> or <c>parallel</c>.</summary>
public static class ParallelCorpora
{
    private static readonly string[] TrainNames = ["train"], ValidationNames = ["valid", "validation", "val", "dev"];

    private static readonly string[] TestNames = ["test", "test_2016_flickr", "test2016", "flickr2016"];

    /// <summary>Opens a corpus.</summary>
    /// <param name="spec">Data set, path, seed, validation share, train and test size.</param>
    /// <param name="home">The home's data folder, or null.</param>
    /// <exception cref="FileNotFoundException">A file is missing; the message says which and where it was looked for.</exception>
    public static ParallelCorpus Open(DataSpec spec, string? home)
    {
        var folder = Folder(spec, home);
        var (train, validation, test) = spec.Dataset == "iwslt14" ? Iwslt14.Read(folder) : ReadFolder(folder);
        return ParallelCorpus.Create(
            Keep(train, spec), validation, Take(test, spec.TestSize), spec.ValidationFraction, spec.Seed);
    }

    /// <summary>Whether the files of a corpus lie where a run would look for them; reads none of them.</summary>
    /// <exception cref="FileNotFoundException">A file is missing; the message says which and where it was looked for.</exception>
    public static void Demand(DataSpec spec, string? home)
    {
        var folder = Folder(spec, home);
        if (spec.Dataset == "iwslt14")
        {
            Iwslt14.Demand(folder);
            return;
        }
        foreach (var names in (string[][])[TrainNames, TestNames])
            if (!names.Any(name => Present(folder, name)))
                throw Missing(folder, names);
    }

    private static string Folder(DataSpec spec, string? home)
    {
        var folder = spec.Dataset == "wesnoth"
            ? EmbeddedData.Folder("wesnoth-de-en")
            : spec.Path ?? Path.Combine(home ?? ".", spec.Dataset);
        return Directory.Exists(folder)
            ? folder
            : throw new FileNotFoundException($"data.path: there is no folder '{folder}' for '{spec.Dataset}'.", folder);
    }

    private static (List<SentencePair> Train, List<SentencePair> Validation, List<SentencePair> Test) ReadFolder(string folder) =>
        (Need(folder, TrainNames), ReadSplit(folder, ValidationNames) ?? [], Need(folder, TestNames));

    private static List<SentencePair> Need(string folder, string[] names) =>
        ReadSplit(folder, names) ?? throw Missing(folder, names);

    private static FileNotFoundException Missing(string folder, string[] names) => new(
        $"data.path: '{folder}' holds neither {names[0]}.tsv, {names[0]}.de-en.tsv nor {names[0]}.de with {names[0]}.en (plain or .gz).");

    private static bool Present(string folder, string name) =>
        (ParallelText.Find(folder, $"{name}.tsv") ?? ParallelText.Find(folder, $"{name}.de-en.tsv")) is not null
        || (ParallelText.Find(folder, $"{name}.de") is not null && ParallelText.Find(folder, $"{name}.en") is not null);

    private static List<SentencePair>? ReadSplit(string folder, string[] names) =>
        names.Select(name => ReadNamed(folder, name)).FirstOrDefault(pairs => pairs is not null);

    private static List<SentencePair>? ReadNamed(string folder, string name)
    {
        if ((ParallelText.Find(folder, $"{name}.tsv") ?? ParallelText.Find(folder, $"{name}.de-en.tsv")) is { } tsv)
            return ParallelText.ReadTsv(tsv);
        return (ParallelText.Find(folder, $"{name}.de"), ParallelText.Find(folder, $"{name}.en")) is ({ } source, { } target)
            ? ParallelText.ReadTwo(source, target)
            : null;
    }

    private static IEnumerable<SentencePair> Keep(List<SentencePair> train, DataSpec spec)
    {
        var count = Math.Min(train.Count, spec.TrainSize ?? train.Count);
        return train.Take(Math.Max(1, (int)Math.Round(count * spec.Fraction)));
    }

    private static IEnumerable<SentencePair> Take(List<SentencePair> pairs, int? size) => size is { } n ? pairs.Take(n) : pairs;
}
