using System.Net;
using System.Text.RegularExpressions;

namespace LsKd.Learning.Translation.Data;

/// <summary>
/// IWSLT-14 German-English as published: <c>train.tags.de-en.{de,en}</c> with lines of markup, and test sets as XML with
/// <c>&lt;seg&gt;</c> elements. As is usual for it, every 23rd training pair is validation, and the test set joins dev2010, tst2010,
/// tst2011, tst2012 and the TEDX dev2012.
/// </summary>
internal static partial class Iwslt14
{
    private const int ValidationEvery = 23;

    private static readonly string[] TestSets =
        ["IWSLT14.TED.dev2010", "IWSLT14.TEDX.dev2012", "IWSLT14.TED.tst2010", "IWSLT14.TED.tst2011", "IWSLT14.TED.tst2012"];

    public static (List<SentencePair> Train, List<SentencePair> Validation, List<SentencePair> Test) Read(string folder)
    {
        var all = ParallelText.ReadTwo(Need(folder, "train.tags.de-en.de"), Need(folder, "train.tags.de-en.en"))
            .Where(p => !Markup().IsMatch(p.Source))
            .Select(p => new SentencePair(Bare(p.Source), Bare(p.Target)))
            .ToList();
        var validation = all.Where((_, i) => i % ValidationEvery == 0).ToList();
        var train = all.Where((_, i) => i % ValidationEvery != 0).ToList();
        var test = TestSets.Where(set => ParallelText.Find(folder, $"{set}.de-en.de.xml") is not null)
            .SelectMany(set => Segments(folder, set)).ToList();
        return (train, validation, test);
    }

    /// <summary>Whether the training text and one test set are there.</summary>
    public static void Demand(string folder)
    {
        Need(folder, "train.tags.de-en.de");
        Need(folder, "train.tags.de-en.en");
        if (!TestSets.Any(set => ParallelText.Find(folder, $"{set}.de-en.de.xml") is not null))
            Need(folder, $"{TestSets[0]}.de-en.de.xml");
    }

    private static IEnumerable<SentencePair> Segments(string folder, string set)
    {
        var source = Segments(Need(folder, $"{set}.de-en.de.xml"));
        var target = Segments(Need(folder, $"{set}.de-en.en.xml"));
        return source.Count == target.Count
            ? source.Zip(target, (s, t) => new SentencePair(s, t))
            : throw new InvalidDataException($"'{set}' has {source.Count} German and {target.Count} English segments");
    }

    private static List<string> Segments(string path) =>
        [.. ParallelText.Lines(path).Select(line => Segment().Match(line)).Where(m => m.Success)
            .Select(m => WebUtility.HtmlDecode(m.Groups[1].Value).Trim())];

    private static string Bare(string line) => TitleTags().Replace(line, "").Trim();

    private static string Need(string folder, string name) =>
        ParallelText.Find(folder, name) ?? throw new FileNotFoundException($"data.path: IWSLT-14 needs '{name}' in '{folder}'.", name);

    [GeneratedRegex(@"^\s*<(url|talkid|keywords|speaker|reviewer|translator|doc|/doc)\b")]
    private static partial Regex Markup();

    [GeneratedRegex("</?(title|description)>")]
    private static partial Regex TitleTags();

    [GeneratedRegex("<seg[^>]*>(.*)</seg>")]
    private static partial Regex Segment();
}
