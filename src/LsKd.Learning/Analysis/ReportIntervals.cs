using LsKd.Learning.Analysis.Metrics;

namespace LsKd.Learning.Analysis;

/// <summary>95% bootstrap intervals of the headline values, over resampled samples; class centres stay as they are.</summary>
internal static class ReportIntervals
{
    /// <summary>Above this many draws in all, fewer resamples are made.</summary>
    internal const long DrawLimit = 100_000_000;

    /// <summary>How many resamples are made for a number of samples.</summary>
    public static int Resamples(int samples, int wanted) => (int)Math.Min(wanted, Math.Max(100, DrawLimit / samples));

    public static IReadOnlyDictionary<string, IReadOnlyList<double>> Of(FirstPass first, SecondPass second, int classes, AnalysisOptions options)
    {
        if (options.Resamples == 0 || first.Scores.Count < 2)
            return new Dictionary<string, IReadOnlyList<double>>();
        var draw = new Draw(first.Scores, [.. second.Stability.Deviations], classes);
        var intervals = Bootstrap.Intervals(
            first.Scores.Count, Resamples(first.Scores.Count, options.Resamples), options.Seed, draw.Statistics);
        return Draw.Keys.Zip(intervals).ToDictionary(p => p.First, p => (IReadOnlyList<double>)[p.Second.Low, p.Second.High]);
    }

    /// <summary>The samples' values in arrays, and the statistics of a draw from them.</summary>
    private sealed class Draw(SampleScores scores, double[] deviations, int classes)
    {
        public static readonly string[] Keys =
            ["top1", "top5", "nll", "brier", "ece_15", "mean_confidence", "mean_entropy", "gamma", "stability.squared_l2"];

        private readonly bool[] correct = scores.Correct();
        private readonly bool[] amongFive = [.. scores.Ranks.ToArray().Select(r => r < 5)];
        private readonly int[] labels = scores.Labels.ToArray();
        private readonly int[] bins = [.. scores.Confidences.ToArray().Select(c => CalibrationError.BinOf(c))];
        private readonly double[] confidences = scores.Confidences.ToArray(), losses = scores.Losses.ToArray(),
            briers = scores.Briers.ToArray(), entropies = scores.Entropies.ToArray(), targets = scores.Targets.ToArray();

        public double[] Statistics(int[] sample)
        {
            var sums = new double[6];
            var (hits, hitsOfFive) = (0, 0);
            var calibration = new CalibrationError.Bin[CalibrationError.Bins];
            foreach (var i in sample)
            {
                hits += correct[i] ? 1 : 0;
                hitsOfFive += amongFive[i] ? 1 : 0;
                ref var bin = ref calibration[bins[i]];
                bin = new(bin.Count + 1, bin.Correct + (correct[i] ? 1 : 0), bin.Confidence + confidences[i]);
                (sums[0], sums[1], sums[2]) = (sums[0] + losses[i], sums[1] + briers[i], sums[2] + confidences[i]);
                (sums[3], sums[4]) = (sums[3] + entropies[i], sums[4] + 1 - targets[i]);
            }
            double n = sample.Length;
            return [hits / n, hitsOfFive / n, sums[0] / n, sums[1] / n, CalibrationError.Error(calibration), sums[2] / n, sums[3] / n,
                sums[4] / n * classes / (classes - 1), Stability(sample)];
        }

        private double Stability(int[] sample)
        {
            var (sums, counts) = (new double[classes], new int[classes]);
            foreach (var i in sample)
            {
                sums[labels[i]] += deviations[i];
                counts[labels[i]]++;
            }
            var (total, present) = (0.0, 0);
            for (var k = 0; k < classes; k++)
                if (counts[k] > 0)
                    (total, present) = (total + sums[k] / counts[k], present + 1);
            return 1 - total / present;
        }
    }
}
