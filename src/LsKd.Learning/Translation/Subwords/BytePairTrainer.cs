namespace LsKd.Learning.Translation.Subwords;

/// <summary>Learns the merges of byte-pair encoding from text. Deterministic: ties go to the pair that sorts first.</summary>
public static class BytePairTrainer
{
    /// <summary>Learns a vocabulary.</summary>
    /// <param name="sentences">Training text alone, never validation or test.</param>
    /// <param name="size">Number of ids wanted, at least the 259 fixed ones; fewer come out when the text has no more pairs.</param>
    /// <param name="minimumCount">Characters and pairs rarer than this are left out.</param>
    /// <exception cref="ArgumentException">The size leaves no room for characters.</exception>
    public static Vocabulary Train(IEnumerable<string> sentences, int size, int minimumCount = 2)
    {
        if (size <= Vocabulary.FirstCharacter)
            throw new ArgumentException($"A vocabulary needs more than {Vocabulary.FirstCharacter} units.", nameof(size));
        var pieces = CountPieces(sentences);
        var characters = Characters(pieces, minimumCount).Take(size - Vocabulary.FirstCharacter).ToArray();
        var words = Words(pieces, characters);
        var merges = new PairTable(words).Merge(Vocabulary.FirstCharacter + characters.Length, size - Vocabulary.FirstCharacter - characters.Length, minimumCount);
        return new Vocabulary(characters, merges);
    }

    private static Dictionary<string, long> CountPieces(IEnumerable<string> sentences)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var piece in sentences.SelectMany(WordSplitter.Pieces))
            counts[piece] = counts.GetValueOrDefault(piece) + 1;
        return counts;
    }

    private static IEnumerable<string> Characters(Dictionary<string, long> pieces, int minimumCount) =>
        pieces.SelectMany(p => p.Key.EnumerateRunes().Select(r => (Text: r.ToString(), Count: p.Value)))
            .GroupBy(c => c.Text, StringComparer.Ordinal)
            .Select(g => (g.Key, Count: g.Sum(c => c.Count)))
            .Where(c => c.Count >= minimumCount)
            .OrderByDescending(c => c.Count).ThenBy(c => c.Key, StringComparer.Ordinal)
            .Select(c => c.Key);

    private static List<(List<int> Ids, long Count)> Words(Dictionary<string, long> pieces, string[] characters)
    {
        var ids = characters.Select((c, i) => (c, i)).ToDictionary(p => p.c, p => Vocabulary.FirstCharacter + p.i, StringComparer.Ordinal);
        // A rare character (-1) is never merged: it will be written as bytes.
        return [.. pieces.OrderBy(p => p.Key, StringComparer.Ordinal)
            .Select(p => (p.Key.EnumerateRunes().Select(r => ids.GetValueOrDefault(r.ToString(), -1)).ToList(), p.Value))];
    }

    /// <summary>Counts of adjacent pairs over all words, kept up to date as pairs are merged.</summary>
    private sealed class PairTable
    {
        private readonly List<(List<int> Ids, long Count)> words;
        private readonly Dictionary<(int, int), long> counts = [];
        private readonly Dictionary<(int, int), HashSet<int>> places = [];
        private readonly PriorityQueue<(int, int), (long, int, int)> queue = new();

        public PairTable(List<(List<int> Ids, long Count)> words)
        {
            this.words = words;
            for (var w = 0; w < words.Count; w++)
                Count(w, +1);
            foreach (var pair in counts.Keys)
                Enqueue(pair);
        }

        public List<(int, int)> Merge(int firstId, int merges, int minimumCount)
        {
            var result = new List<(int, int)>();
            while (result.Count < merges && queue.TryDequeue(out var pair, out var priority))
            {
                var count = counts.GetValueOrDefault(pair);
                if (-priority.Item1 != count)
                {
                    if (count > 0)
                        Enqueue(pair);
                    continue;
                }
                if (count < minimumCount)
                    break;
                Replace(pair, firstId + result.Count);
                result.Add(pair);
            }
            return result;
        }

        private void Enqueue((int Left, int Right) pair) => queue.Enqueue(pair, (-counts[pair], pair.Left, pair.Right));

        private void Replace((int Left, int Right) pair, int id)
        {
            var touched = new HashSet<(int, int)>();
            foreach (var w in places[pair].ToArray())
            {
                Count(w, -1);
                MergeIn(words[w].Ids, pair, id);
                touched.UnionWith(Count(w, +1));
            }
            counts.Remove(pair);
            places.Remove(pair);
            foreach (var changed in touched.Where(counts.ContainsKey))
                Enqueue(changed);
        }

        private List<(int, int)> Count(int word, int sign)
        {
            var (ids, count) = words[word];
            var pairs = new List<(int, int)>();
            for (var i = 0; i + 1 < ids.Count; i++)
            {
                if (ids[i] < 0 || ids[i + 1] < 0)
                    continue;
                var pair = (ids[i], ids[i + 1]);
                counts[pair] = counts.GetValueOrDefault(pair) + sign * count;
                if (!places.TryGetValue(pair, out var set))
                    places[pair] = set = [];
                if (sign > 0)
                    set.Add(word);
                else
                    set.Remove(word);
                pairs.Add(pair);
            }
            return pairs;
        }

        private static void MergeIn(List<int> ids, (int Left, int Right) pair, int id)
        {
            var to = 0;
            for (var from = 0; from < ids.Count; from++)
                if (from + 1 < ids.Count && ids[from] == pair.Left && ids[from + 1] == pair.Right)
                {
                    ids[to++] = id;
                    from++;
                }
                else
                {
                    ids[to++] = ids[from];
                }
            ids.RemoveRange(to, ids.Count - to);
        }
    }
}
