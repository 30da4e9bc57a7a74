using LsKd.Learning.Translation.Subwords;
using LsKd.Learning.Translation.Training;

namespace LsKd.Learning.Translation.Analysis;

/// <summary>The target units that an analysis treats as classes: the most frequent ones of the training split.</summary>
/// <param name="Units">Ids, most frequent first.</param>
/// <param name="Names">Their text.</param>
internal sealed record TokenClasses(IReadOnlyList<int> Units, IReadOnlyList<string> Names)
{
    private readonly Dictionary<int, int> labels = Units.Select((unit, k) => (unit, k)).ToDictionary(p => p.unit, p => p.k);

    /// <summary>Chooses the classes.</summary>
    /// <param name="pairs">Training pairs.</param>
    /// <param name="vocabulary">Target units.</param>
    /// <param name="count">How many at most.</param>
    public static TokenClasses Choose(IEnumerable<EncodedPair> pairs, Vocabulary vocabulary, int count)
    {
        var units = pairs.SelectMany(p => p.Target).GroupBy(u => u).OrderByDescending(g => g.Count()).ThenBy(g => g.Key)
            .Take(count).Select(g => g.Key).ToList();
        return new TokenClasses(units, [.. units.Select(vocabulary.Text)]);
    }

    /// <summary>The class of a unit, or null.</summary>
    public int? LabelOf(int unit) => labels.TryGetValue(unit, out var label) ? label : null;
}
