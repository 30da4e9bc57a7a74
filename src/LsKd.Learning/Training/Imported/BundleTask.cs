using LsKd.Core.Analysis;
using LsKd.Core.Events;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Learning.Analysis;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LsKd.Learning.Training.Imported;

/// <summary>A run without training: the outputs of a network that a user brought. Its network is the last layer alone.</summary>
internal sealed class BundleTask : ITrainingTask
{
    private readonly BundleFile bundle;
    private readonly AnalysisSpec analysis;
    private readonly Linear head;

    /// <summary>Takes over the bundle.</summary>
    public BundleTask(BundleFile bundle, AnalysisSpec analysis)
    {
        (this.bundle, this.analysis) = (bundle, analysis);
        head = nn.Linear(bundle.Head.Dimension, bundle.Head.Classes);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        head.weight!.copy_(bundle.Head.Weights);
        head.bias!.copy_(tensor(bundle.Head.Bias.ToArray()));
    }

    /// <inheritdoc/>
    public nn.Module Network => head;

    /// <inheritdoc/>
    public IReadOnlyList<string> ClassNames => bundle.ClassNames;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, int> SplitSizes => new Dictionary<string, int> { [bundle.Split.Key()] = bundle.Count };

    /// <inheritdoc/>
    public int StepsPerEpoch => 1;

    /// <inheritdoc/>
    public (string Tag, bool HigherIsBetter) Selection => ("top1", true);

    /// <inheritdoc/>
    public IEnumerable<TrainingStep> Epoch(int epoch) => [];

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double> Evaluate(Split split)
    {
        if (split != bundle.Split)
            return new Dictionary<string, double>();
        var (accumulator, _) = AnalysisPass.Run(bundle, bundle.Head, new() { Resamples = 0 });
        using (accumulator)
            return Headline(accumulator.Report());
    }

    /// <inheritdoc/>
    public void Analyse(RunFolder folder, int? epoch, Action<RunEvent> emit) => BundleAnalysis.Write(bundle, folder, analysis, emit);

    /// <inheritdoc/>
    public void Dispose()
    {
        head.Dispose();
        bundle.Dispose();
    }

    private static Dictionary<string, double> Headline(AnalysisReport report) => new()
    {
        ["top1"] = report.Top1!.Value,
        ["top5"] = report.Top5!.Value,
        ["nll"] = report.Nll!.Value,
        ["ece_15"] = report.Ece15!.Value,
    };
}
