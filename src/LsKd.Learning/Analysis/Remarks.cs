using System.Globalization;
using LsKd.Core.Analysis;
using LsKd.Learning.Analysis.Metrics;

namespace LsKd.Learning.Analysis;

/// <summary>What a reader of a report must know about gaps and caps in it.</summary>
internal static class Remarks
{
    public static IReadOnlyList<string> On(
        AnalysisReport report, ClassStatistics classes, ClassRelations relations, AnalysisOptions options) =>
        [.. Classes(classes), .. Triple(report, relations), .. Values(report, classes), .. Caps(report, options)];

    private static IEnumerable<string> Classes(ClassStatistics classes)
    {
        var absent = classes.Counts.Count(n => n == 0);
        if (absent > 0)
            yield return Text($"{absent} of {classes.Counts.Length} classes have no sample: means over classes leave them out, and NC3 is not defined.");
        var single = classes.Counts.Count(n => n == 1);
        if (single > 0)
            yield return Text($"{single} of {classes.Counts.Length} classes have a single sample, whose spread around the class mean is 0.");
    }

    private static IEnumerable<string> Triple(AnalysisReport report, ClassRelations relations)
    {
        if (relations.Triple.Count < 3)
            yield return "Fewer than three classes have samples: there is no plane of three templates, and no centre distance in it.";
        else if (relations.AllPairs[^1].Plane is null)
            yield return $"The templates of classes {string.Join(", ", relations.Triple)} lie on a line and span no plane.";
        else if (report.CenterDistance is null)
            yield return $"Class {relations.Triple[0]} or {relations.Triple[1]} has no sample: their centre distance is not defined.";
    }

    private static IEnumerable<string> Values(AnalysisReport report, ClassStatistics classes)
    {
        if (report.Temperature is null)
            yield return Text($"No temperature between {TemperatureScaling.Lowest} and {TemperatureScaling.Highest} minimises the loss (all logits equal, labels separated without error, or no better than chance).");
        if (report.NeuralCollapse?.Nc1 is null)
            yield return classes.Present.Length < 2 ? "NC1 needs samples of two classes." : "All class means coincide: NC1 is not defined.";
        if (report.CosineR2 is null)
            yield return "All features share one direction: the cosine R² is not defined.";
        if (report.Classes <= 5)
            yield return "With five classes or fewer, top-5 accuracy is 1 by definition.";
    }

    private static IEnumerable<string> Caps(AnalysisReport report, AnalysisOptions options)
    {
        if (report.Classes > options.MatrixClasses)
            yield return Text($"With more than {options.MatrixClasses} classes, the confusion matrix and the mean soft labels are stored as tensors beside the features.");
        if (report.Classes > ClassSimilarity.AllPairsUpTo)
            yield return "With this many classes, only the nearest few of each class are ranked as similar pairs.";
        if (options.Resamples > 0)
            yield return Text($"Intervals are 95% percentile bootstrap intervals over {ReportIntervals.Resamples(report.Samples, options.Resamples)} resamples of the samples (seed {options.Seed}); class centres are held.");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
