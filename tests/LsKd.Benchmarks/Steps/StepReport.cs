using System.Text.Json;

namespace LsKd.Benchmarks.Steps;

/// <summary>
/// One network in one format, both sides over all rounds: images per second of the fastest step and of the median one, of wall time,
/// and of the fastest step by processor time, which other processes disturb less.
/// </summary>
internal sealed record StepRow(string Network, string Setting, StepRates Training, StepRates Evaluation, StepLosses Losses)
{
    public static StepRow Of(
        StepNetwork network, StepFormat format, IReadOnlyList<StepMeasurement> ours, IReadOnlyList<StepMeasurement> theirs) => new(
        network.Name, format.Name,
        StepRates.Of(ours.Select(m => m.Training), theirs.Select(m => m.Training)),
        StepRates.Of(ours.Select(m => m.Evaluation), theirs.Select(m => m.Evaluation)),
        StepLosses.Of(format, ours, theirs));
}

/// <summary>The losses of both sides' first steps, and whether they show the same work.</summary>
/// <param name="Ours">Ours, step by step.</param>
/// <param name="Peer">The peer's.</param>
/// <param name="LargestDifference">The largest absolute difference of a step, over all rounds.</param>
/// <param name="Tolerance">What it may be.</param>
internal sealed record StepLosses(double[] Ours, double[] Peer, double LargestDifference, double Tolerance)
{
    public bool Agree => LargestDifference <= Tolerance;

    public static StepLosses Of(StepFormat format, IReadOnlyList<StepMeasurement> ours, IReadOnlyList<StepMeasurement> theirs) => new(
        ours[0].Losses, theirs[0].Losses,
        ours.Zip(theirs, (o, t) => o.Losses.Zip(t.Losses, (x, y) => Math.Abs(x - y)).Max()).Max(), format.LossTolerance);
}

/// <summary>Rates of both sides and their ratios.</summary>
internal sealed record StepRates(Rate Ours, Rate Peer)
{
    public double RatioOfBest => Ours.Best / Peer.Best;

    public double RatioOfMedian => Ours.Median / Peer.Median;

    public double RatioOfCpu => Ours.BestByCpu / Peer.BestByCpu;

    public static StepRates Of(IEnumerable<StepTimes> ours, IEnumerable<StepTimes> theirs) => new(Rate.Of([.. ours]), Rate.Of([.. theirs]));
}

/// <summary>Images per second.</summary>
internal sealed record Rate(double Best, double Median, double BestByCpu)
{
    public static Rate Of(IReadOnlyList<StepTimes> rounds)
    {
        double[] seconds = [.. rounds.SelectMany(r => r.Seconds).Order()];
        return new(StepNetwork.Batch / seconds[0], StepNetwork.Batch / seconds[seconds.Length / 2],
            StepNetwork.Batch / rounds.SelectMany(r => r.CpuSeconds).Where(c => c > 0).DefaultIfEmpty(double.PositiveInfinity).Min());
    }
}

/// <summary>Ratios across settings: our best against the peer's default layout, and against the peer's best.</summary>
internal sealed record StepBars(string Network, double OverDefaultLayout, double OverBestSetting, double OverDefaultLayoutByCpu, double OverBestSettingByCpu)
{
    public static StepBars Of(IGrouping<string, StepRow> network)
    {
        double Best(Func<StepRow, double> rate) => network.Max(rate);
        var first = network.First().Training.Peer;
        double ours = Best(r => r.Training.Ours.Best), cpu = Best(r => r.Training.Ours.BestByCpu);
        return new(network.Key, ours / first.Best, ours / Best(r => r.Training.Peer.Best), cpu / first.BestByCpu, cpu / Best(r => r.Training.Peer.BestByCpu));
    }
}

/// <summary>Prints a benchmark of steps.</summary>
internal static class StepReport
{
    private static readonly JsonSerializerOptions Style = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static void Print(IReadOnlyList<StepRow> rows, int threads, string device, bool json)
    {
        StepBars[] bars = [.. rows.GroupBy(r => r.Network).Select(StepBars.Of)];
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new { batch = StepNetwork.Batch, threads, device, rows, bars }, Style));
            return;
        }
        Console.WriteLine($"Images per second (best; median; best by CPU time), batch {StepNetwork.Batch}, {threads} thread(s), {device}; ratio to PyTorch");
        foreach (var row in rows)
            Console.WriteLine($"{row.Network,-46} {row.Setting,-20} train {Text(row.Training)} | eval {Text(row.Evaluation)} | losses differ by {row.Losses.LargestDifference:G2}");
        foreach (var bar in bars)
            Console.WriteLine($"{bar.Network,-46} our best / its default layout {bar.OverDefaultLayout:F2} (CPU {bar.OverDefaultLayoutByCpu:F2}), / its best setting {bar.OverBestSetting:F2} (CPU {bar.OverBestSettingByCpu:F2})");
    }

    /// <summary>Names on standard error every row whose losses do not agree.</summary>
    /// <returns>Whether all agree.</returns>
    public static bool SaysTheSameWork(IReadOnlyList<StepRow> rows)
    {
        foreach (var row in rows.Where(r => !r.Losses.Agree))
            Console.Error.WriteLine(
                $"{row.Network}, {row.Setting}: the losses of the first steps differ by {row.Losses.LargestDifference:G3}, more than {row.Losses.Tolerance}: "
                + "the two sides do not do the same work and their times cannot be compared");
        return rows.All(r => r.Losses.Agree);
    }

    private static string Text(StepRates r) =>
        $"{r.Ours.Best,6:F0}/{r.Peer.Best,-6:F0} {r.RatioOfBest:F2}; {r.RatioOfMedian:F2}; {r.RatioOfCpu:F2}";
}
