using LsKd.Core.Runs;

namespace LsKd.Learning.Translation.Data;

/// <summary>A sentence and its translation.</summary>
public sealed record SentencePair(string Source, string Target);

/// <summary>German-English text in three disjoint splits.</summary>
public sealed class ParallelCorpus
{
    private readonly IReadOnlyDictionary<Split, IReadOnlyList<SentencePair>> splits;

    private ParallelCorpus(IReadOnlyDictionary<Split, IReadOnlyList<SentencePair>> splits) => this.splits = splits;

    /// <summary>The pairs of a split.</summary>
    public IReadOnlyList<SentencePair> this[Split split] => splits[split];

    /// <summary>
    /// Cleans and separates: pairs with an empty side go, and a training pair that also stands in validation or test goes
    /// from training, so that no pair is in two splits.
    /// </summary>
    /// <param name="train">Training pairs.</param>
    /// <param name="validation">Validation pairs; empty takes <paramref name="validationFraction"/> of the training pairs, drawn by seed.</param>
    /// <param name="test">Test pairs.</param>
    /// <param name="validationFraction">In (0, 1).</param>
    /// <param name="seed">Seed of the drawn split.</param>
    /// <exception cref="InvalidDataException">A split has no pairs.</exception>
    public static ParallelCorpus Create(
        IEnumerable<SentencePair> train, IEnumerable<SentencePair> validation, IEnumerable<SentencePair> test,
        double validationFraction, int seed)
    {
        var held = Clean(validation);
        var tested = Clean(test);
        var seen = tested.Concat(held).ToHashSet();
        var trained = Clean(train).Where(pair => !seen.Contains(pair)).ToList();
        if (held.Count == 0)
            (trained, held) = Draw(trained, validationFraction, seed);
        // A drawn validation pair must not be a test pair either; test wins.
        held = [.. held.Where(pair => !tested.Contains(pair))];
        var splits = new Dictionary<Split, IReadOnlyList<SentencePair>>
        {
            [Split.Train] = trained, [Split.Validation] = held, [Split.Test] = tested,
        };
        if (splits.FirstOrDefault(s => s.Value.Count == 0) is { Value: not null } empty)
            throw new InvalidDataException($"The corpus has no sentence pairs for {empty.Key.Key()}.");
        return new ParallelCorpus(splits);
    }

    private static List<SentencePair> Clean(IEnumerable<SentencePair> pairs) =>
        [.. pairs.Select(p => new SentencePair(p.Source.Trim(), p.Target.Trim()))
            .Where(p => p.Source.Length > 0 && p.Target.Length > 0)];

    private static (List<SentencePair> Kept, List<SentencePair> Drawn) Draw(List<SentencePair> pairs, double fraction, int seed)
    {
        var distinct = pairs.Distinct().ToArray();
        new Random(seed).Shuffle(distinct);
        var drawn = distinct.Take((int)Math.Round(distinct.Length * fraction)).ToHashSet();
        return ([.. pairs.Where(p => !drawn.Contains(p))], [.. drawn]);
    }
}
