using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Analysis.Metrics;

/// <summary>What three kinds of evidence say of two classes' likeness.</summary>
/// <param name="First">The lower class index.</param>
/// <param name="Second">The higher class index.</param>
/// <param name="TemplateCosine">Cosine of their templates, in [-1, 1].</param>
/// <param name="SoftLabel">Mean probability that each class's samples give to the other, averaged over both directions.</param>
/// <param name="Confusion">Share of each class's samples predicted as the other, averaged over both directions.</param>
/// <param name="Rank">Mean of the pair's three ranks, 1 for the most similar; ties share their mean rank.</param>
public sealed record PairEvidence(int First, int Second, double TemplateCosine, double SoftLabel, double Confusion, double Rank);

/// <summary>Ranks pairs of classes by evidence, and proposes triples of two similar classes and a far one.</summary>
public static class ClassSimilarity
{
    /// <summary>Up to this many classes every pair is ranked; above, only each class's nearest few by each kind of evidence.</summary>
    public const int AllPairsUpTo = 1500;

    /// <summary>Length of a ranking at most.</summary>
    public const int RankingLength = 1000;

    private const int NearestPerClass = 5;

    /// <summary>How many pairs are reported: half as many as classes, at least 5 and at most 20, where there are that many.</summary>
    public static int PairsToReport(int classes) => Math.Min(classes * (classes - 1) / 2, Math.Clamp(classes / 2, 5, 20));

    /// <summary>Cosines of templates [K, D] with each other, [K, K]; 0 for a template of length 0.</summary>
    public static Tensor Cosines(Tensor weights)
    {
        var unit = weights / weights.norm(1, true, 2).clamp_min(1e-300);
        return unit.matmul(unit.t());
    }

    /// <summary>Ranks the pairs of classes that have samples, most similar first; the leading <see cref="RankingLength"/> of them.</summary>
    /// <param name="cosines">[K, K], float64, of the templates.</param>
    /// <param name="softLabels">[K, K], float64: mean probabilities by true class.</param>
    /// <param name="confusion">[K, K], float64: shares of a true class predicted as another.</param>
    /// <param name="counts">Samples by class; 0 leaves a class out.</param>
    public static IReadOnlyList<PairEvidence> Rank(
        Tensor cosines, Tensor softLabels, Tensor confusion, IReadOnlyList<int> counts)
    {
        using var scope = NewDisposeScope();
        Tensor[] evidence = [cosines, (softLabels + softLabels.t()) / 2, (confusion + confusion.t()) / 2];
        var pairs = counts.Count <= AllPairsUpTo ? AllPairs(counts) : NearestPairs(evidence, counts);
        if (pairs.Length == 0)
            return [];
        var flat = tensor(pairs.Select(p => (long)p.First * counts.Count + p.Second).ToArray());
        var values = evidence.Select(e => e.flatten().index_select(0, flat).to(ScalarType.Float64).data<double>().ToArray()).ToArray();
        var ranks = values.Select(RanksDownwards).ToArray();
        var means = Enumerable.Range(0, pairs.Length).Select(i => (ranks[0][i] + ranks[1][i] + ranks[2][i]) / 3).ToArray();
        // Pairs come in the order of their classes, which thus decides between equal ranks.
        var order = Enumerable.Range(0, pairs.Length).ToArray();
        Array.Sort(order, (x, y) => means[x] != means[y] ? means[x].CompareTo(means[y]) : x.CompareTo(y));
        return [.. order.Take(RankingLength).Select(i =>
            new PairEvidence(pairs[i].First, pairs[i].Second, values[0][i], values[1][i], values[2][i], means[i]))];
    }

    /// <summary>The class least like both of a pair by template cosine, among those with samples; null where there is no third.</summary>
    public static int? Far(int first, int second, Tensor cosines, IReadOnlyList<int> counts)
    {
        using var scope = NewDisposeScope();
        var sums = (cosines[first] + cosines[second]).to(ScalarType.Float64).data<double>().ToArray();
        return Enumerable.Range(0, counts.Count)
            .Where(k => k != first && k != second && counts[k] > 0)
            .OrderBy(k => sums[k]).Cast<int?>().FirstOrDefault();
    }

    /// <summary>Triples (similar, similar, far) from the leading pairs of a ranking; no class leads two.</summary>
    public static IReadOnlyList<int[]> ProposeTriples(
        IReadOnlyList<PairEvidence> ranking, Tensor cosines, IReadOnlyList<int> counts, int howMany = 5)
    {
        var (triples, used) = (new List<int[]>(), new HashSet<int>());
        foreach (var pair in ranking)
        {
            if (triples.Count == howMany)
                break;
            if (used.Contains(pair.First) || used.Contains(pair.Second) || Far(pair.First, pair.Second, cosines, counts) is not { } far)
                continue;
            triples.Add([pair.First, pair.Second, far]);
            used.UnionWith([pair.First, pair.Second]);
        }
        return triples;
    }

    /// <summary>Ranks from 1 for the largest value; equal values share the mean of their ranks.</summary>
    internal static double[] RanksDownwards(double[] values)
    {
        var order = Enumerable.Range(0, values.Length).ToArray();
        var keys = values.Select(v => -v).ToArray();
        Array.Sort(keys, order);
        var ranks = new double[values.Length];
        for (int start = 0, end; start < keys.Length; start = end)
        {
            for (end = start + 1; end < keys.Length && keys[end] == keys[start];)
                end++;
            for (var i = start; i < end; i++)
                ranks[order[i]] = (start + 1 + end) / 2.0;
        }
        return ranks;
    }

    private static (int First, int Second)[] AllPairs(IReadOnlyList<int> counts)
    {
        var present = Enumerable.Range(0, counts.Count).Where(k => counts[k] > 0).ToArray();
        var pairs = new (int First, int Second)[present.Length * (present.Length - 1) / 2];
        var next = 0;
        for (var i = 0; i < present.Length; i++)
            for (var j = i + 1; j < present.Length; j++)
                pairs[next++] = (present[i], present[j]);
        return pairs;
    }

    private static (int First, int Second)[] NearestPairs(Tensor[] evidence, IReadOnlyList<int> counts)
    {
        var pairs = new SortedSet<(int, int)>();
        foreach (var matrix in evidence)
        {
            var nearest = matrix.topk(NearestPerClass + 1, 1).indexes.data<long>().ToArray();
            for (var i = 0; i < nearest.Length; i++)
            {
                var (a, b) = (i / (NearestPerClass + 1), (int)nearest[i]);
                if (a != b && counts[a] > 0 && counts[b] > 0)
                    pairs.Add((Math.Min(a, b), Math.Max(a, b)));
            }
        }
        return [.. pairs];
    }
}
