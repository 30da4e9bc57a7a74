using LsKd.Core.Analysis;
using LsKd.Learning.Analysis.Metrics;
using static TorchSharp.torch;

namespace LsKd.Learning.Analysis;

/// <summary>Turns what both passes gathered into a report.</summary>
internal sealed class ReportBuilder(
    NetworkHead head, AnalysisOptions options, FirstPass first, ClassStatistics classes, ClassRelations relations, SecondPass second,
    double? temperature)
{
    private readonly bool[] correct = first.Scores.Correct();
    private readonly double[] radii = second.Radii.Values();

    private SampleScores Scores => first.Scores;

    public AnalysisReport Build()
    {
        using var scope = NewDisposeScope();
        var report = WithScores(new()
        {
            Split = options.Split,
            Epoch = options.Epoch,
            Samples = Scores.Count,
            Classes = head.Classes,
            Dimension = head.Dimension,
            ClassNames = options.NamesOf(head.Classes),
        });
        report = WithFeatures(WithCalibration(WithClasses(report)));
        return report with { Remarks = Remarks.On(report, classes, relations, options), Intervals = ReportIntervals.Of(first, second, head.Classes, options) };
    }

    private AnalysisReport WithScores(AnalysisReport report) => report with
    {
        Top1 = Scores.TopK(1),
        Top5 = Scores.TopK(5),
        Nll = Mean(Scores.Losses),
        Brier = Mean(Scores.Briers),
        MeanConfidence = Mean(Scores.Confidences),
        MeanEntropy = Mean(Scores.Entropies),
        Gamma = Gamma.Of(Scores.Targets, head.Classes),
        MeanSortedProbabilities = first.Profile.Means(),
        StudentAgreementTop1 = first.Losses.Agreement,
        Loss = first.Losses.Means(),
        CoverageAtRisk = RiskCoverage.CoverageAt(options.Risks, Scores.Confidences, correct),
    };

    private AnalysisReport WithCalibration(AnalysisReport report)
    {
        var bins = CalibrationError.EqualWidth(Scores.Confidences, correct);
        return report with
        {
            Ece15 = CalibrationError.Error(bins),
            ReliabilityBins = CalibrationError.Rows(bins),
            AdaptiveEce15 = CalibrationError.Error(CalibrationError.EqualMass(Scores.Confidences, correct)),
            Temperature = temperature,
            Ece15AtTemperature = temperature is null
                ? null
                : CalibrationError.Error(CalibrationError.EqualWidth([.. second.ScaledConfidences], correct)),
        };
    }

    private AnalysisReport WithClasses(AnalysisReport report)
    {
        var accuracy = first.Confusion.AccuracyByClass();
        var whole = head.Classes <= options.MatrixClasses;
        return report with
        {
            AccuracyByClass = accuracy,
            CountByClass = classes.Counts,
            Confusion = whole ? first.Confusion.Rows() : [],
            SoftLabelByClass = whole ? SoftLabels() : [],
            TargetProbabilityByClass = Diagonal(),
            ShotAccuracy = options.TrainCounts.Count == 0 ? null : ShotGroups.Accuracy(accuracy, options.TrainCounts),
            Stability = second.Stability.Values(),
        };
    }

    private AnalysisReport WithFeatures(AnalysisReport report)
    {
        var (within, r2) = CosineSpread.Of(classes.UnitMeans, classes.Counts);
        var pairs = relations.Similar.Select((p, i) => new ClassPair(
            p.First, p.Second, p.TemplateCosine, p.SoftLabel, p.Confusion, p.Rank, Distance(i))).ToArray();
        return report with
        {
            Triple = relations.Triple,
            ProposedTriples = relations.Proposed,
            CenterDistance = relations.Triple.Count == 3 ? Distance(relations.Similar.Count) : null,
            SimilarPairs = pairs,
            SimilarPairsSpread = CenterDistanceSpread.Of([.. pairs.Select(p => p.CenterDistance).OfType<CenterDistanceValues>()]),
            MostSimilarPairByWeightCosine = relations.ClosestTemplates,
            Projection = relations.Projection?.Values(),
            MeanIntraClassRadius = second.Radii.Mean(),
            CosineWithin = within,
            CosineR2 = r2,
            NeuralCollapse = Collapse(),
        };
    }

    private NeuralCollapseValues Collapse() => new(
        second.Centres.Nc1(),
        TemplateCollapse.Nc2(head.Weights),
        classes.Present.Length < head.Classes ? null : TemplateCollapse.Nc3(head.Weights, classes.CentredMeans()),
        second.Centres.Mismatch());

    private CenterDistanceValues? Distance(int pair) => second.Pairs.Value(pair, classes.Counts, radii);

    private IReadOnlyList<IReadOnlyList<double>?> SoftLabels()
    {
        var cells = classes.SoftLabels.data<double>().ToArray();
        return [.. classes.Counts.Select((n, k) => n == 0 ? null : cells[(k * head.Classes)..((k + 1) * head.Classes)])];
    }

    private IReadOnlyList<double?> Diagonal()
    {
        var diagonal = classes.SoftLabels.diagonal().clone().data<double>().ToArray();
        return [.. classes.Counts.Select((n, k) => n == 0 ? (double?)null : diagonal[k])];
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (var v in values)
            sum += v;
        return sum / values.Length;
    }
}
