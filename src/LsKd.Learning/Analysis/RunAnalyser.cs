using LsKd.Core.Analysis;
using LsKd.Core.Events;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Learning.Analysis.Metrics;
using LsKd.Learning.Data;
using LsKd.Learning.Models;

namespace LsKd.Learning.Analysis;

/// <summary>One analysis of a run's network, split after split; the network is in evaluation mode.</summary>
internal sealed class RunAnalyser(
    ImageModel network, IImageSource data, RunFolder folder, AnalysisSpec spec, int? epoch, Action<RunEvent> emit, RunAnalysisContext context)
{
    private readonly int weightsEpoch = epoch ?? context.WeightsEpoch ?? RunAnalysis.BestEpoch(folder);
    private readonly int[] trainCounts = LongTail(data);

    // The first split's evidence proposes the triple of all, so that projections of several splits show the same plane.
    private IReadOnlyList<int> triple = Triples.Choose(spec.Triple, context.DefaultTriple, data.ClassNames);

    private bool IsFinal => epoch is null;

    public void Run(IEnumerable<Split> splits)
    {
        using var head = new NetworkHead(network.Head.weight!, network.Head.bias);
        RunAnalysis.StoreHead(folder, head, data.ClassNames, epoch, weightsEpoch, emit);
        foreach (var split in splits.Where(s => data.Count(s) > 0))
            Analyse(split, head);
    }

    private void Analyse(Split split, NetworkHead head)
    {
        using var source = new NetworkSource(network, data, split, context);
        RunAnalysis.StoreSplit(source, head, folder, spec, Options(split), epoch, emit, refine: report =>
        {
            triple = triple.Count > 0 ? triple : report.Triple;
            return WithInformation(split, report);
        });
    }

    private AnalysisOptions Options(Split split) => new()
    {
        Split = split.Key(),
        Epoch = weightsEpoch,
        ClassNames = data.ClassNames,
        Triple = triple,
        TrainCounts = trainCounts,
        Partner = PartnerRole.Teacher,
        Seed = spec.Seed,
        MatrixClasses = RunAnalysis.MatrixClasses,
        Resamples = IsFinal ? new AnalysisOptions().Resamples : 0,
    };

    private AnalysisReport WithInformation(Split split, AnalysisReport report)
    {
        if (!IsFinal || split is not Split.Train)
            return report;
        if (report.Samples > AugmentedDifferences.LargestSet)
            return report with { Remarks = [.. report.Remarks, $"Mutual information is not estimated above {AugmentedDifferences.LargestSet} training samples."] };
        var (first, second) = triple.Count == 3 ? (triple[0], triple[2]) : (0, 1);
        var draws = AugmentedDifferences.Of(network, data, first, second, spec.Seed, context);
        var value = MutualInformationEstimate.Of(draws);
        var (a, b) = (data.ClassNames[first], data.ClassNames[second]);
        return report with
        {
            MutualInformation = value,
            Remarks = [.. report.Remarks, value is null
                ? "Mutual information needs training augmentation that does not mix images: not defined here."
                : $"Mutual information (Müller's estimate, qualitative only) is of the logits of {a} against {b}, over {draws.Count} training samples under {AugmentedDifferences.Draws} augmentations each."],
        };
    }

    // Groups by training count say something only where classes fall into different groups.
    private static int[] LongTail(IImageSource data)
    {
        var counts = new int[data.ClassNames.Count];
        foreach (var label in data.Labels(Split.Train))
            counts[label]++;
        return counts.Select(n => n > 100 ? 2 : n >= 20 ? 1 : 0).Distinct().Count() > 1 ? counts : [];
    }
}
