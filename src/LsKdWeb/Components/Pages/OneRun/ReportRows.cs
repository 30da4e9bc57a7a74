using LsKd.Core.Analysis;
using LsKdWeb.Components.Shared;

namespace LsKdWeb.Components.Pages.OneRun;

/// <summary>A line of the metrics table.</summary>
/// <param name="Title">The metric in words.</param>
/// <param name="Key">Its key in the intervals, or null.</param>
/// <param name="IsRate">Whether it is a share of samples.</param>
/// <param name="Meaning">What it means.</param>
/// <param name="Value">Its value in a report.</param>
internal sealed record ReportRow(string Title, string? Key, bool IsRate, string Meaning, Func<AnalysisReport, double?> Value)
{
    /// <summary>A complement such as 1 - S, whose interval turns round.</summary>
    public bool IsComplement { get; init; }

    public string Write(double? value) => IsRate ? Figure.Percent(value) : Figure.Number(value);

    public string WriteInterval(double low, double high) =>
        IsComplement ? $"[{Write(1 - high)}, {Write(1 - low)}]" : $"[{Write(low)}, {Write(high)}]";
}

/// <summary>The metrics of a report that a run's page lists.</summary>
internal static class ReportRows
{
    public static IReadOnlyList<ReportRow> All { get; } =
    [
        new("Top-1 accuracy", "top1", true, "Share of samples whose largest probability is on the label", r => r.Top1),
        new("Top-5 accuracy", "top5", true, "Share of samples whose label is among the five largest probabilities", r => r.Top5),
        new("Negative log-likelihood", "nll", false, "Mean of -log p of the label, in nats", r => r.Nll),
        new("Brier score", "brier", false, "Mean squared distance of the probabilities from the label", r => r.Brier),
        new("ECE, 15 bins", "ece_15", true, "Mean gap of confidence and accuracy in 15 bins of equal width", r => r.Ece15),
        new("Adaptive ECE, 15 bins", null, true, "The same in bins of equal count", r => r.AdaptiveEce15),
        new("Temperature that fits", null, false, "The T that minimises the negative log-likelihood; the analysis says on which samples", r => r.Temperature),
        new("ECE at that temperature", null, true, "ECE after dividing the logits by T", r => r.Ece15AtTemperature),
        new("Mean confidence", "mean_confidence", true, "Mean of the largest probability", r => r.MeanConfidence),
        new("Mean entropy", "mean_entropy", false, "Mean entropy of the probabilities, in nats", r => r.MeanEntropy),
        new("1 − S (squared L2)", "stability.squared_l2", false, "Shen et al., Eq. 2: spread of a class's soft labels; smaller is more stable", r => 1 - r.Stability?.SquaredL2) { IsComplement = true },
        new("1 − S (L2)", null, false, "The variant without the square", r => 1 - r.Stability?.L2),
        new("γ", "gamma", false, "Mean of (1 − p of the label) K / (K − 1): the smoothing that the network's own outputs amount to", r => r.Gamma),
        new("D_c over radius", null, false, "Distance of the two similar classes' centres over the mean intra-class radius", r => r.CenterDistance?.FeaturesOverRadius),
        new("D_c in the plane over radius", null, false, "The same in the plane of the projection", r => r.CenterDistance?.PlaneOverRadius),
        new("Mean intra-class radius", null, false, "Mean Euclidean distance of features to their class mean", r => r.MeanIntraClassRadius),
        new("Class separation R²", null, false, "1 − within over total cosine distance (Kornblith et al.)", r => r.CosineR2),
        new("NC1", null, false, "Within-class over between-class variability", r => r.NeuralCollapse?.Nc1),
        new("NC2", null, false, "Distance of class means from an equiangular tight frame", r => r.NeuralCollapse?.Nc2),
        new("NC3", null, false, "Distance of weights from class means", r => r.NeuralCollapse?.Nc3),
        new("Agreement with the teacher", null, true, "Share of samples with the teacher's own choice", r => r.StudentAgreementTop1),
    ];
}
