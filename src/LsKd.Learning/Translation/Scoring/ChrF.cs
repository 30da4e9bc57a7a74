using System.Text;

namespace LsKd.Learning.Translation.Scoring;

/// <summary>A corpus chrF score.</summary>
/// <param name="Score">0 to 100.</param>
/// <param name="Signature">How it was computed, in sacreBLEU's words.</param>
public sealed record ChrFScore(double Score, string Signature);

/// <summary>
/// Corpus chrF (Popovic 2015) by sacreBLEU's definition: character n-grams of orders 1 to 6 without white space, averaged
/// precision and recall over the orders that occur, F with beta = 2.
/// </summary>
public static class ChrF
{
    private const int MaxOrder = 6;

    /// <summary>Scores a corpus against one reference stream.</summary>
    /// <exception cref="ArgumentException">The streams differ in length.</exception>
    public static ChrFScore Corpus(
        IReadOnlyList<string> hypotheses, IReadOnlyList<string> references, bool lowercase = false, double beta = 2)
    {
        Bleu.CheckStreams(hypotheses, [references]);
        var (inHypothesis, inReference, shared) = (new long[MaxOrder], new long[MaxOrder], new long[MaxOrder]);
        for (var i = 0; i < hypotheses.Count; i++)
        {
            var hypothesis = Characters(hypotheses[i], lowercase);
            var reference = Characters(references[i], lowercase);
            for (var order = 1; order <= MaxOrder; order++)
            {
                var (h, r) = (NGramCounts.Of(hypothesis, order), NGramCounts.Of(reference, order));
                // A segment whose reference is too short for an order says nothing about that order.
                inHypothesis[order - 1] += r.Count > 0 ? h.Values.Sum() : 0;
                inReference[order - 1] += r.Values.Sum();
                shared[order - 1] += NGramCounts.Shared(h, r);
            }
        }
        var signature = $"nrefs:1|case:{(lowercase ? "lc" : "mixed")}|eff:yes|nc:6|nw:0|space:no|version:2.0.0";
        return new ChrFScore(FScore(inHypothesis, inReference, shared, beta * beta), signature);
    }

    private static string[] Characters(string line, bool lowercase) =>
        [.. (lowercase ? line.ToLowerInvariant() : line).EnumerateRunes().Where(r => !Rune.IsWhiteSpace(r)).Select(r => r.ToString())];

    private static double FScore(long[] inHypothesis, long[] inReference, long[] shared, double factor)
    {
        var orders = Enumerable.Range(0, MaxOrder).Where(i => inHypothesis[i] > 0 && inReference[i] > 0).ToList();
        if (orders.Count == 0)
            return 0;
        var precision = orders.Average(i => (double)shared[i] / inHypothesis[i]);
        var recall = orders.Average(i => (double)shared[i] / inReference[i]);
        return precision + recall == 0 ? 0 : 100 * (1 + factor) * precision * recall / (factor * precision + recall);
    }
}
