namespace LsKd.Benchmarks.Translation;

/// <summary>What a side did in a turn.</summary>
/// <param name="Seconds">Wall time.</param>
/// <param name="CpuSeconds">Processor time, which other processes disturb less.</param>
/// <param name="Units">Target units.</param>
/// <param name="Loss">Loss of the turn's last step, or null for decoding.</param>
/// <param name="Output">Decoded units, or null for training.</param>
internal sealed record Turn(double Seconds, double CpuSeconds, int Units, double? Loss, int[]? Output);

/// <summary>All turns of both sides; the first of each warms up and is not timed.</summary>
internal sealed record TranslationTurns(
    List<Turn> Training, List<Turn> PeerTraining, List<Turn> Decoding, List<Turn> PeerDecoding, string PeerVersion);

/// <summary>Rates and ratios of one kind of work.</summary>
/// <param name="UnitsPerSecond">Our median rate.</param>
/// <param name="PeerUnitsPerSecond">The peer's.</param>
/// <param name="Ratio">Median over the turns of our rate over the peer's.</param>
/// <param name="LowRatio">A quarter of the turns lie below it.</param>
/// <param name="HighRatio">A quarter lie above.</param>
/// <param name="RatioByCpu">The median ratio by processor time.</param>
internal sealed record TranslationRate(
    double UnitsPerSecond, double PeerUnitsPerSecond, double Ratio, double LowRatio, double HighRatio, double RatioByCpu)
{
    public static TranslationRate Of(IEnumerable<Turn> ours, IEnumerable<Turn> peer)
    {
        (Turn Ours, Turn Peer)[] timed = [.. ours.Zip(peer).Skip(1)];
        double[] ratios = [.. timed.Select(t => Rate(t.Ours) / Rate(t.Peer))];
        return new(
            Quantile([.. timed.Select(t => Rate(t.Ours))], 0.5), Quantile([.. timed.Select(t => Rate(t.Peer))], 0.5),
            Quantile(ratios, 0.5), Quantile(ratios, 0.25), Quantile(ratios, 0.75),
            Quantile([.. timed.Select(t => t.Ours.Units / t.Ours.CpuSeconds / (t.Peer.Units / t.Peer.CpuSeconds))], 0.5));
    }

    public override string ToString() => FormattableString.Invariant(
        $"{UnitsPerSecond,7:F0} units/s, PyTorch {PeerUnitsPerSecond,7:F0}, ratio {Ratio:F2} (quartiles {LowRatio:F2} to {HighRatio:F2}), by CPU time {RatioByCpu:F2}");

    private static double Rate(Turn turn) => turn.Units / turn.Seconds;

    private static double Quantile(double[] values, double share)
    {
        Array.Sort(values);
        return values[(int)Math.Round(share * (values.Length - 1))];
    }
}

/// <summary>The benchmark's outcome.</summary>
/// <param name="Training">Training.</param>
/// <param name="Decoding">Cached greedy decoding.</param>
/// <param name="LossDifference">Largest difference of the two sides' losses over all turns.</param>
/// <param name="FirstLosses">Loss after the first turn, ours and the peer's.</param>
/// <param name="LastLosses">Loss after the last.</param>
/// <param name="SameUnits">Share of decoded units that are equal.</param>
/// <param name="Rounds">Timed turns of each side.</param>
/// <param name="Threads">Threads of each side.</param>
/// <param name="Peer">The peer's version.</param>
internal sealed record TranslationReport(
    TranslationRate Training, TranslationRate Decoding, double LossDifference, double[] FirstLosses, double[] LastLosses, double SameUnits,
    int Rounds, int Threads, string Peer)
{
    // Sums in another order drift apart slowly over a hundred steps; a near tie may be decoded otherwise.
    private const double LossTolerance = 1e-2, LeastSameUnits = 0.99;

    /// <summary>Whether both did the same work.</summary>
    public bool Agree => LossDifference <= LossTolerance && SameUnits >= LeastSameUnits;

    public static TranslationReport Of(TranslationTurns turns, int threads)
    {
        var losses = turns.Training.Zip(turns.PeerTraining, (o, p) => new[] { o.Loss!.Value, p.Loss!.Value }).ToArray();
        var (ours, theirs) = (turns.Decoding[0].Output!, turns.PeerDecoding[0].Output!);
        return new(
            TranslationRate.Of(turns.Training, turns.PeerTraining), TranslationRate.Of(turns.Decoding, turns.PeerDecoding),
            losses.Max(l => Math.Abs(l[0] - l[1])), losses[0], losses[^1],
            ours.Length == theirs.Length ? ours.Zip(theirs).Count(p => p.First == p.Second) / (double)ours.Length : 0,
            turns.Training.Count - 1, threads, turns.PeerVersion);
    }

    public string Text() => string.Join(Environment.NewLine,
        $"training  {Training}",
        $"decoding  {Decoding}",
        FormattableString.Invariant($"losses differ by at most {LossDifference:G2} (first {FirstLosses[0]:F5} and {FirstLosses[1]:F5}, last {LastLosses[0]:F5} and {LastLosses[1]:F5}); ")
            + FormattableString.Invariant($"{SameUnits:P2} of the decoded units are equal: {(Agree ? "the same work" : "NOT the same work")}"),
        $"{Rounds} turns of each side, {Threads} thread(s), PyTorch {Peer}");
}
