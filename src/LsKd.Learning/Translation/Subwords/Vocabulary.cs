using System.Text;
using System.Text.Json;
using LsKd.Core.Specs;

namespace LsKd.Learning.Translation.Subwords;

/// <summary>
/// Sub-word units by byte-pair encoding (Sennrich et al. 2016). Ids: padding, begin, end, the 256 bytes (for characters that
/// training did not see, so that every text survives the round trip), single characters, then merges in the order learned.
/// </summary>
public sealed class Vocabulary
{
    /// <summary>Id of padding.</summary>
    public const int Padding = 0;

    /// <summary>Id of the begin of a sentence.</summary>
    public const int Begin = 1;

    /// <summary>Id of the end of a sentence.</summary>
    public const int End = 2;

    internal const int FirstByte = 3, FirstCharacter = FirstByte + 256;

    private readonly string[] characters;
    private readonly (int Left, int Right)[] merges;
    private readonly string[] texts;
    private readonly Dictionary<string, int> idByCharacter;
    private readonly Dictionary<(int, int), int> rankByPair;
    private readonly Dictionary<string, int[]> cache = new(StringComparer.Ordinal);

    /// <summary>Builds a vocabulary.</summary>
    /// <param name="characters">Known characters (one code point each), in order.</param>
    /// <param name="merges">Pairs of ids merged, in order; the k-th makes id 259 + characters + k.</param>
    public Vocabulary(IReadOnlyList<string> characters, IReadOnlyList<(int Left, int Right)> merges)
    {
        this.characters = [.. characters];
        this.merges = [.. merges];
        texts = BuildTexts(this.characters, this.merges);
        idByCharacter = this.characters.Select((c, i) => (c, i)).ToDictionary(p => p.c, p => FirstCharacter + p.i, StringComparer.Ordinal);
        rankByPair = this.merges.Select((pair, rank) => (pair, rank)).ToDictionary(p => (p.pair.Left, p.pair.Right), p => p.rank);
    }

    /// <summary>Number of ids.</summary>
    public int Size => FirstCharacter + characters.Length + merges.Length;

    /// <summary>The text of an id, with <see cref="WordSplitter.Space"/> for a space; for display.</summary>
    public string Text(int id) => id switch
    {
        Padding => "<pad>",
        Begin => "<s>",
        End => "</s>",
        < FirstCharacter => $"<0x{id - FirstByte:X2}>",
        _ => texts[id - FirstCharacter],
    };

    /// <summary>Ids of a sentence, without begin and end.</summary>
    public int[] Encode(string sentence)
    {
        var ids = new List<int>();
        foreach (var piece in WordSplitter.Pieces(sentence))
            ids.AddRange(EncodePiece(piece));
        return [.. ids];
    }

    /// <summary>The sentence of some ids; begin, end and padding are skipped.</summary>
    public string Decode(IEnumerable<int> ids)
    {
        var bytes = new List<byte>();
        foreach (var id in ids)
            if (id >= FirstCharacter)
                bytes.AddRange(Encoding.UTF8.GetBytes(texts[id - FirstCharacter]));
            else if (id >= FirstByte)
                bytes.Add((byte)(id - FirstByte));
        return Encoding.UTF8.GetString([.. bytes]).Replace(WordSplitter.Space, ' ').Trim();
    }

    /// <summary>Writes the vocabulary as JSON.</summary>
    public string ToJson() =>
        JsonSerializer.Serialize(new Stored(characters, [.. merges.Select(m => new[] { m.Left, m.Right })]), SpecJson.Options);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">The text is not a vocabulary.</exception>
    public static Vocabulary FromJson(string json)
    {
        var stored = JsonSerializer.Deserialize<Stored>(json, SpecJson.Options) ?? throw new JsonException("The vocabulary is empty.");
        return new Vocabulary(stored.Characters, [.. stored.Merges.Select(m => (m[0], m[1]))]);
    }

    private static string[] BuildTexts(string[] characters, (int Left, int Right)[] merges)
    {
        var texts = new List<string>(characters);
        foreach (var (left, right) in merges)
            texts.Add(texts[left - FirstCharacter] + texts[right - FirstCharacter]);
        return [.. texts];
    }

    private int[] EncodePiece(string piece)
    {
        lock (cache)
        {
            if (cache.TryGetValue(piece, out var known))
                return known;
        }
        var ids = Merge([.. piece.EnumerateRunes().SelectMany(r => Ids(r.ToString()))]);
        lock (cache)
        {
            cache[piece] = ids;
        }
        return ids;
    }

    private IEnumerable<int> Ids(string character) =>
        idByCharacter.TryGetValue(character, out var id) ? [id] : Encoding.UTF8.GetBytes(character).Select(b => FirstByte + b);

    private int[] Merge(List<int> ids)
    {
        while (true)
        {
            var (best, at) = (int.MaxValue, -1);
            for (var i = 0; i + 1 < ids.Count; i++)
                if (rankByPair.TryGetValue((ids[i], ids[i + 1]), out var rank) && rank < best)
                    (best, at) = (rank, i);
            if (at < 0)
                return [.. ids];
            ids[at] = FirstCharacter + characters.Length + best;
            ids.RemoveAt(at + 1);
        }
    }

    private sealed record Stored(string[] Characters, int[][] Merges);
}
