namespace LsKd.Learning.Translation.Scoring;

/// <summary>A corpus BLEU score with what it is made of.</summary>
/// <param name="Score">0 to 100.</param>
/// <param name="Precisions">n-gram precisions in percent, orders 1 to 4.</param>
/// <param name="BrevityPenalty">In [0, 1].</param>
/// <param name="HypothesisLength">Units in the hypotheses.</param>
/// <param name="ReferenceLength">Units in the closest references.</param>
/// <param name="Signature">How it was computed, in sacreBLEU's words.</param>
public sealed record BleuScore(
    double Score, IReadOnlyList<double> Precisions, double BrevityPenalty, int HypothesisLength, int ReferenceLength, string Signature);

/// <summary>
/// Corpus BLEU (Papineni et al. 2002) by sacreBLEU's definition: tokenisation 13a, orders 1 to 4, exponential smoothing
/// of orders without a match, brevity penalty against the closest reference length.
/// </summary>
public static class Bleu
{
    private const int MaxOrder = 4;

    /// <summary>Scores a corpus.</summary>
    /// <param name="hypotheses">One line per segment.</param>
    /// <param name="references">One or more streams, each with one line per segment.</param>
    /// <param name="lowercase">Compare in lower case.</param>
    /// <param name="tokenize">The tokeniser; null takes 13a.</param>
    /// <exception cref="ArgumentException">The streams differ in length or there are none.</exception>
    public static BleuScore Corpus(
        IReadOnlyList<string> hypotheses, IReadOnlyList<IReadOnlyList<string>> references, bool lowercase = false,
        Func<string, string[]>? tokenize = null)
    {
        CheckStreams(hypotheses, references);
        string[] Units(string line) => (tokenize ?? Tokenizer13a.Split)(lowercase ? line.ToLowerInvariant() : line);
        var totals = new Statistics();
        for (var i = 0; i < hypotheses.Count; i++)
            totals.Add(Units(hypotheses[i]), [.. references.Select(stream => Units(stream[i]))]);
        return totals.Score(Signature(references.Count, lowercase, tokenize is null ? "13a" : "custom"));
    }

    internal static void CheckStreams(IReadOnlyList<string> hypotheses, IReadOnlyList<IReadOnlyList<string>> references)
    {
        if (references.Count == 0)
            throw new ArgumentException("At least one reference stream is needed.", nameof(references));
        if (references.FirstOrDefault(stream => stream.Count != hypotheses.Count) is { } odd)
            throw new ArgumentException(
                $"There are {hypotheses.Count} hypotheses but {odd.Count} references.", nameof(references));
    }

    private static string Signature(int references, bool lowercase, string tokenizer) =>
        $"nrefs:{references}|case:{(lowercase ? "lc" : "mixed")}|eff:no|tok:{tokenizer}|smooth:exp|version:2.0.0";

    private sealed class Statistics
    {
        private readonly long[] matches = new long[MaxOrder], totals = new long[MaxOrder];
        private int hypothesisLength, referenceLength;

        public void Add(string[] hypothesis, IReadOnlyList<string[]> references)
        {
            hypothesisLength += hypothesis.Length;
            referenceLength += Closest(hypothesis.Length, references);
            for (var order = 1; order <= MaxOrder; order++)
            {
                var merged = new Dictionary<string, int>(StringComparer.Ordinal);
                foreach (var reference in references)
                    NGramCounts.KeepLarger(merged, NGramCounts.Of(reference, order));
                matches[order - 1] += NGramCounts.Shared(NGramCounts.Of(hypothesis, order), merged);
                totals[order - 1] += Math.Max(0, hypothesis.Length - order + 1);
            }
        }

        public BleuScore Score(string signature)
        {
            var penalty = BrevityPenalty();
            var precisions = new double[MaxOrder];
            if (matches.All(m => m == 0))
                return new BleuScore(0, precisions, penalty, hypothesisLength, referenceLength, signature);
            FillPrecisions(precisions);
            var score = precisions.Contains(0)
                ? 0
                : penalty * Math.Exp(precisions.Average(Math.Log));
            return new BleuScore(score, precisions, penalty, hypothesisLength, referenceLength, signature);
        }

        private double BrevityPenalty() =>
            hypothesisLength >= referenceLength ? 1
            : hypothesisLength == 0 ? 0
            : Math.Exp(1 - (double)referenceLength / hypothesisLength);

        private void FillPrecisions(double[] precisions)
        {
            double smoothing = 1;
            for (var i = 0; i < MaxOrder && totals[i] > 0; i++)
                precisions[i] = matches[i] > 0
                    ? 100.0 * matches[i] / totals[i]
                    : 100.0 / ((smoothing *= 2) * totals[i]);
        }

        private static int Closest(int length, IReadOnlyList<string[]> references) =>
            references.Select(r => r.Length).OrderBy(r => Math.Abs(r - length)).ThenBy(r => r).First();
    }
}
