using LsKd.Core.Analysis;
using LsKd.Core.Studies.Statistics;
using LsKdWeb.Analyses;
using LsKdWeb.Components.Shared;

namespace LsKdWeb.Components.Pages.Comparison;

/// <summary>A metric of the comparison.</summary>
/// <param name="Title">Its name.</param>
/// <param name="IsRate">Whether it is written in per cent.</param>
/// <param name="Key">Key of its bootstrap interval in a report, or empty.</param>
/// <param name="Of">Reads it.</param>
public sealed record CompareMetric(string Title, bool IsRate, string Key, Func<AnalysisReport, double?> Of)
{
    /// <summary>All metrics, in the order of the table.</summary>
    public static IReadOnlyList<CompareMetric> All { get; } =
    [
        new("BLEU", false, "", r => r.Bleu),
        new("chrF", false, "", r => r.ChrF),
        new("Top-1 accuracy", true, "top1", r => r.Top1),
        new("Top-5 accuracy", true, "top5", r => r.Top5),
        new("NLL (nats)", false, "nll", r => r.Nll),
        new("ECE, 15 bins", true, "ece_15", r => r.Ece15),
        new("Brier score", false, "brier", r => r.Brier),
        new("Mean confidence", true, "mean_confidence", r => r.MeanConfidence),
        new("Mean entropy (nats)", false, "mean_entropy", r => r.MeanEntropy),
        new("1 − S, instability (Shen, Eq. 2)", false, "", r => 1 - r.Stability?.SquaredL2),
        new("γ (Müller)", false, "", r => r.Gamma),
        new("D_c over radius, mean of similar pairs", false, "", r => r.SimilarPairs.Select(p => p.CenterDistance?.FeaturesOverRadius).OfType<double>().DefaultIfEmpty(double.NaN).Average() is var d && double.IsFinite(d) ? d : null),
        new("Mean intra-class radius", false, "", r => r.MeanIntraClassRadius),
        new("NC1", false, "", r => r.NeuralCollapse?.Nc1),
        new("Agreement with the teacher, top-1", true, "student_agreement_top1", r => r.StudentAgreementTop1),
    ];

    /// <summary>The metric of a run's split, or null where it has none.</summary>
    public string Write(double? value) => IsRate ? Figure.Percent(value) : Figure.Number(value);

    /// <summary>A signed difference: percentage points for rates.</summary>
    public string WriteDifference(double difference) =>
        IsRate ? $"{Figure.Signed(100 * difference)} pp" : Signed(difference);

    /// <summary>Limits of an interval.</summary>
    public string WriteInterval(double low, double high) =>
        IsRate ? $"{Figure.Signed(100 * low)} to {Figure.Signed(100 * high)}" : $"{Figure.Signed(low, Decimals(low, high))} to {Figure.Signed(high, Decimals(low, high))}";

    // Two significant digits of half the width.
    private static int Decimals(double low, double high) =>
        high - low > 0 ? Math.Clamp(1 - (int)Math.Floor(Math.Log10((high - low) / 2)), 0, 8) : 4;

    private static string Signed(double value) => (value >= 0 ? "+" : "") + Figure.Number(value);
}

/// <summary>One cell: a group's metric, and how it differs from the baseline's.</summary>
/// <param name="Value">The value, or mean ± standard deviation.</param>
/// <param name="Spread">Interval of a single run over its samples, or empty.</param>
/// <param name="Difference">Signed difference from the baseline, or empty.</param>
/// <param name="DifferenceSpread">95% interval of the difference over seeds, or empty.</param>
public sealed record CompareCell(string Value, string Spread, string Difference, string DifferenceSpread)
{
    /// <summary>The difference on the samples that both runs stored, with its 95% interval over these samples, or empty.</summary>
    public string Paired { get; init; } = "";

    /// <summary>The exact test on these samples, or empty.</summary>
    public string Test { get; init; } = "";

    /// <summary>The counts that <see cref="Test"/> rests on, or empty.</summary>
    public string TestBasis { get; init; } = "";

    /// <summary>Adds what the samples say that both runs stored.</summary>
    public CompareCell With(CompareMetric metric, PairedComparison? pair)
    {
        if (Difference.Length == 0 || pair is null || !pair.Differences.TryGetValue(metric.Key, out var paired))
            return this;
        var isAccuracy = metric.Key == "top1";
        return this with
        {
            Paired = $"{metric.WriteDifference(paired.Value)} ({metric.WriteInterval(paired.Interval.Low, paired.Interval.High)})",
            Test = isAccuracy ? $"McNemar p = {Figure.Number(pair.McNemarP)}" : "",
            TestBasis = isAccuracy ? $"{pair.OnlySecond} samples are right here alone, {pair.OnlyFirst} in the baseline alone" : "",
        };
    }

    /// <summary>Measures a group against a baseline.</summary>
    public static CompareCell Of(CompareMetric metric, IReadOnlyList<AnalysisReport> group, IReadOnlyList<AnalysisReport> baseline, bool isBaseline)
    {
        var own = new Sample([.. group.Select(metric.Of).OfType<double>()]);
        if (own.Count == 0)
            return new CompareCell("–", "", "", "");
        var value = own.Count == 1
            ? metric.Write(own.Mean)
            : $"{metric.Write(own.Mean)} ± {metric.Write(own.Deviation)}";
        var spread = own.Count == 1 ? SampleInterval(metric, group[0]) : $"n = {own.Count}";
        var other = new Sample([.. baseline.Select(metric.Of).OfType<double>()]);
        return isBaseline || other.Count == 0
            ? new CompareCell(value, spread, "", "")
            : new CompareCell(value, spread, metric.WriteDifference(own.Mean - other.Mean), Welch(metric, own, other));
    }

    private static string SampleInterval(CompareMetric metric, AnalysisReport report)
    {
        if (metric.Key.Length == 0 || !report.Intervals.TryGetValue(metric.Key, out var limits) || limits.Count != 2)
            return "";
        return $"{metric.Write(limits[0])} to {metric.Write(limits[1])}";
    }

    // Welch's interval for the difference of two means of independent seeds.
    private static string Welch(CompareMetric metric, Sample own, Sample other)
    {
        if (own.Deviation is not { } s1 || other.Deviation is not { } s2)
            return "";
        var (v1, v2) = (s1 * s1 / own.Count, s2 * s2 / other.Count);
        // Seeds that agree to rounding leave no spread to speak of.
        if (Math.Sqrt(v1 + v2) <= 1e-12 * Math.Max(1, Math.Abs(own.Mean)))
            return "";
        var degrees = (v1 + v2) * (v1 + v2) / (v1 * v1 / (own.Count - 1) + v2 * v2 / (other.Count - 1));
        var half = StudentT.Quantile(0.975, degrees) * Math.Sqrt(v1 + v2);
        var difference = own.Mean - other.Mean;
        return metric.WriteInterval(difference - half, difference + half);
    }
}
