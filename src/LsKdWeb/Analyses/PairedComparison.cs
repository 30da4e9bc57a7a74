using LsKd.Core.Studies.Statistics;
using LsKd.Learning.Analysis.Metrics;

namespace LsKdWeb.Analyses;

/// <summary>How a metric differs between two networks on the same samples.</summary>
/// <param name="Value">Second minus first.</param>
/// <param name="Interval">95% percentile interval of the bootstrap over the samples, each drawn for both networks at once.</param>
public sealed record PairedDifference(double Value, Interval Interval);

/// <summary>
/// Two networks on the samples that both have stored. It says how far a difference depends on which samples were evaluated, and nothing of
/// what another training seed would give.
/// </summary>
/// <param name="Samples">Samples that both have stored.</param>
/// <param name="Differences">By the key of a metric in a report.</param>
/// <param name="OnlyFirst">Samples that the first alone has right.</param>
/// <param name="OnlySecond">Samples that the second alone has right.</param>
public sealed record PairedComparison(int Samples, IReadOnlyDictionary<string, PairedDifference> Differences, int OnlyFirst, int OnlySecond)
{
    /// <summary>Resamples of every interval.</summary>
    public const int Resamples = 1000;

    private const int Seed = 0;
    private static readonly string[] Keys = ["top1", "top5", "nll", "brier", "mean_confidence", "mean_entropy", "ece_15"];

    /// <summary>p of McNemar's exact test that both err equally often.</summary>
    public double McNemarP => McNemar.P(OnlyFirst, OnlySecond);

    /// <summary>Compares two networks, or null where they share no samples or do not agree what these are.</summary>
    /// <exception cref="InvalidDataException">No logits are stored, or a file is damaged.</exception>
    public static PairedComparison? Of(SplitArrays first, SplitArrays second)
    {
        List<long> shared = [.. first.SampleIds.Where(id => second.RowOf(id) is not null).Distinct()];
        if (shared.Count < 2 || !shared.All(id => first.Labels[first.RowOf(id)!.Value] == second.Labels[second.RowOf(id)!.Value]))
            return null;
        var (a, b) = (SampleScores.Of(first, shared), SampleScores.Of(second, shared));
        double[] Measure(int[]? drawn)
        {
            var (low, high) = (Means(a, drawn), Means(b, drawn));
            return [.. high.Zip(low, (y, x) => y - x)];
        }
        var values = Measure(null);
        var intervals = Bootstrap.Intervals(shared.Count, Resamples, Seed, Measure);
        return new PairedComparison(
            shared.Count,
            Keys.Select((key, i) => (key, new PairedDifference(values[i], new(intervals[i].Low, intervals[i].High)))).ToDictionary(x => x.key, x => x.Item2),
            shared.Where((_, i) => a.Right[i] > b.Right[i]).Count(),
            shared.Where((_, i) => b.Right[i] > a.Right[i]).Count());
    }

    // The metrics of one network on the drawn samples (all for null), in the order of the keys.
    private static double[] Means(SampleScores scores, int[]? drawn)
    {
        var n = drawn?.Length ?? scores.Right.Length;
        var sums = new double[6];
        var bins = new CalibrationError.Bin[CalibrationError.Bins];
        for (var place = 0; place < n; place++)
        {
            var i = drawn is null ? place : drawn[place];
            sums[0] += scores.Right[i];
            sums[1] += scores.RightInFive[i];
            sums[2] += scores.Nll[i];
            sums[3] += scores.Brier[i];
            sums[4] += scores.Confidence[i];
            sums[5] += scores.Entropy[i];
            ref var bin = ref bins[scores.Bin[i]];
            bin = new(bin.Count + 1, bin.Correct + scores.Right[i], bin.Confidence + scores.Confidence[i]);
        }
        return [.. sums.Select(s => s / n), CalibrationError.Error(bins)];
    }
}
