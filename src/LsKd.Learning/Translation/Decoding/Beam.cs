using LsKd.Learning.Translation.Subwords;

namespace LsKd.Learning.Translation.Decoding;

/// <summary>The hypotheses of one sentence during the search.</summary>
internal sealed class Beam
{
    private readonly DecodingOptions options;
    private readonly int limit;
    private List<Open> open;
    private Hypothesis? best;

    public Beam(int limit, DecodingOptions options)
    {
        this.limit = limit;
        this.options = options;
        // All start alike: only the first may be followed at first, or the beam would hold copies.
        open = [.. Enumerable.Range(0, options.Beam).Select(i => new Open([], [], i == 0 ? 0 : double.NegativeInfinity, 0))];
    }

    /// <summary>Whether the search is over.</summary>
    public bool Done { get; private set; }

    /// <summary>The last unit of each open hypothesis.</summary>
    public IEnumerable<long> LastUnits => open.Select(h => (long)(h.Units.Count == 0 ? Vocabulary.Begin : h.Units[^1]));

    /// <summary>The row that each open hypothesis grew from in the last step.</summary>
    public IEnumerable<int> Parents => open.Select(h => h.Parent);

    /// <summary>The best finished translation.</summary>
    public Hypothesis Best => best ?? throw new InvalidOperationException("The search has not ended.");

    /// <summary>Follows the best continuations.</summary>
    /// <param name="values">Log probabilities, <paramref name="width"/> a row, largest first.</param>
    /// <param name="units">Their ids.</param>
    /// <param name="firstRow">This beam's first row.</param>
    /// <param name="width">Continuations a row.</param>
    public void Advance(float[] values, long[] units, int firstRow, int width)
    {
        var candidates = open
            .SelectMany((h, row) => Enumerable.Range((firstRow + row) * width, width)
                .Select(i => (From: h, Row: row, Unit: (int)units[i], Log: (double)values[i], Sum: h.Sum + values[i])))
            .Where(c => c.Unit is not (Vocabulary.Padding or Vocabulary.Begin) && !double.IsNegativeInfinity(c.Sum))
            .OrderByDescending(c => c.Sum).Take(2 * options.Beam).ToList();
        var rank = 0;
        var next = new List<Open>();
        foreach (var c in candidates)
        {
            // An end counts only among the best, as it would otherwise cut off better beginnings.
            if (c.Unit == Vocabulary.End && rank < options.Beam)
                Finish(c.From.Units, [.. c.From.Confidences, Math.Exp(c.Log)], c.Sum);
            else if (c.Unit != Vocabulary.End && next.Count < options.Beam)
                next.Add(new Open([.. c.From.Units, c.Unit], [.. c.From.Confidences, Math.Exp(c.Log)], c.Sum, c.Row));
            rank++;
        }
        Close(next);
    }

    private void Close(List<Open> next)
    {
        if (next.Count == 0 || next[0].Units.Count >= limit)
        {
            if (best is null)
                Finish(next.FirstOrDefault()?.Units ?? [], next.FirstOrDefault()?.Confidences ?? [], next.FirstOrDefault()?.Sum ?? 0);
            Done = true;
            return;
        }
        // Log probabilities only fall; the kindest future is to end now at the largest allowed penalty.
        var hope = next[0].Sum / Penalty(options.LengthPenalty > 0 ? limit : next[0].Units.Count);
        Done = best is not null && best.Score >= hope;
        while (next.Count < options.Beam)
            next.Add(next[^1] with { Sum = double.NegativeInfinity });
        open = next;
    }

    private void Finish(IReadOnlyList<int> units, IReadOnlyList<double> confidences, double sum)
    {
        var score = sum / Penalty(units.Count + 1);
        if (best is null || score > best.Score)
            best = new Hypothesis(units, confidences, score);
    }

    private double Penalty(int length) => Math.Pow((5.0 + length) / 6.0, options.LengthPenalty);

    private sealed record Open(IReadOnlyList<int> Units, IReadOnlyList<double> Confidences, double Sum, int Parent);
}
