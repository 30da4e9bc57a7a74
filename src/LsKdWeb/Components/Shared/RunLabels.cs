using System.Text.RegularExpressions;
using LsKd.Store.Contracts;

namespace LsKdWeb.Components.Shared;

/// <summary>Names for runs that stand side by side: short where they share most words, and never the same twice.</summary>
public static partial class RunLabels
{
    private const int LongName = 24;

    /// <summary>A label for each run, by its id.</summary>
    public static IReadOnlyDictionary<string, string> Of(IReadOnlyList<RunSummary> runs)
    {
        var shortened = runs.Select(r => (r.Id, Label: Distinction(r.Name, runs))).DistinctBy(r => r.Id).ToList();
        var twice = shortened.GroupBy(r => r.Label).Where(g => g.Count() > 1).Select(g => g.Key).ToHashSet();
        return shortened.ToDictionary(r => r.Id, r => twice.Contains(r.Label) ? $"{r.Label} ({r.Id})" : r.Label);
    }

    /// <summary>Ids of runs whose name another of them has too.</summary>
    public static IReadOnlySet<string> Ambiguous(IEnumerable<RunSummary> runs) =>
        runs.GroupBy(r => r.Name).Where(g => g.Count() > 1).SelectMany(g => g).Select(r => r.Id).ToHashSet();

    /// <summary>A name without its seed, for runs of several seeds that were put together.</summary>
    public static string WithoutSeed(string name) =>
        string.Join(' ', Words(name).Where(word => !word.StartsWith("seed ", StringComparison.Ordinal))) is { Length: > 0 } rest ? rest : name;

    // Long names of runs made together differ in a word or two, at the end, where a narrow title would be cut.
    private static string Distinction(string name, IReadOnlyList<RunSummary> runs)
    {
        if (name.Length <= LongName)
            return name;
        var own = Words(name).Where(word => !runs.All(r => Words(r.Name).Contains(word)));
        return string.Join(' ', own) is { Length: > 0 } words ? words : name;
    }

    // A number alone says nothing: it stays with the word before it.
    private static IReadOnlyList<string> Words(string name) => [.. Word().Matches(name).Select(m => m.Value)];

    [GeneratedRegex(@"seed \d+|\S+")]
    private static partial Regex Word();
}
