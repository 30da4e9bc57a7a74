using LsKd.Core.Analysis;
using LsKd.Core.Arrays;
using LsKd.Core.Events;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Learning.Data;
using LsKd.Learning.Models;

namespace LsKd.Learning.Analysis;

/// <summary>Extracts and stores the analysis of a run's network.</summary>
public static class RunAnalysis
{
    /// <summary>Up to this many classes a stored report holds the [K, K] matrices; above, they lie beside the features.</summary>
    public const int MatrixClasses = 256;

    /// <summary>
    /// Streams each split through the network in evaluation mode and without gradients, and writes per split the report and the
    /// arrays of a seeded, class-stratified subsample, and once the last layer. Emits <see cref="ArtifactWritten"/> for each file.
    /// </summary>
    /// <param name="network">The network; its mode is as before afterwards.</param>
    /// <param name="data">Its data.</param>
    /// <param name="folder">Where to.</param>
    /// <param name="spec">How much to store, and the triple.</param>
    /// <param name="splits">The splits, the one that proposes a triple first; empty ones are left out.</param>
    /// <param name="epoch">Epoch of the weights; null is the final analysis.</param>
    /// <param name="emit">Receives events.</param>
    /// <param name="context">Device, teacher and fall-backs.</param>
    /// <exception cref="InvalidDataException">The network's outputs hold a value that is not finite, or the triple names no class.</exception>
    public static void Run(
        ImageModel network, IImageSource data, RunFolder folder, AnalysisSpec spec, IReadOnlyList<Split> splits, int? epoch,
        Action<RunEvent> emit, RunAnalysisContext? context = null)
    {
        var training = network.training;
        network.eval();
        try
        {
            new RunAnalyser(network, data, folder, spec, epoch, emit, context ?? new()).Run(splits);
        }
        finally
        {
            network.train(training);
        }
    }

    /// <summary>Analyses one split and writes its report, refined where asked, and its arrays.</summary>
    internal static AnalysisReport StoreSplit(
        ILabelledSource source, NetworkHead head, RunFolder folder, AnalysisSpec spec, AnalysisOptions options, int? epoch,
        Action<RunEvent> emit, IReadOnlyList<string>? remarksBefore = null, Func<AnalysisReport, AnalysisReport>? refine = null)
    {
        var stored = new StoredRows(StratifiedSample.Draw(source.Labels, spec.StoredSamples, spec.Seed), head.Dimension, head.Classes);
        var (accumulator, remarks) = AnalysisPass.Run(source, head, options, stored.Add);
        using var _ = accumulator;
        stored.Write(folder.Arrays(options.Split, epoch), source.SampleIds, options, accumulator);
        var report = accumulator.Report();
        report = refine?.Invoke(report) ?? report;
        report = report with
        {
            StoredSamples = stored.Count,
            Remarks = [.. remarksBefore ?? [], .. report.Remarks, .. remarks, .. Subsample(stored.Count, report.Samples, spec.Seed)],
        };
        ReportFile.Write(folder.Report(options.Split, epoch), report);
        emit(new ArtifactWritten("arrays", Relative(folder, folder.Arrays(options.Split, epoch)), options.Split, options.Epoch ?? 0));
        emit(new ArtifactWritten("analysis", Relative(folder, folder.Report(options.Split, epoch)), options.Split, options.Epoch ?? 0));
        return report;
    }

    /// <summary>Writes the last layer.</summary>
    internal static void StoreHead(
        RunFolder folder, NetworkHead head, IReadOnlyList<string> classNames, int? epoch, int weightsEpoch, Action<RunEvent> emit)
    {
        head.Write(folder.Head(epoch), classNames);
        emit(new ArtifactWritten("head", Relative(folder, folder.Head(epoch)), "", weightsEpoch));
    }

    internal static IEnumerable<string> Subsample(int stored, int samples, int seed) => stored == samples
        ? [] : [$"Features and logits of {stored} of {samples} samples are stored, drawn by class with seed {seed}; the metrics are over all."];

    internal static int BestEpoch(RunFolder folder) =>
        File.Exists(folder.Checkpoint("best"))
        && SafeTensorsFile.Open(folder.Checkpoint("best")).Metadata.TryGetValue("epoch", out var text)
        && int.TryParse(text, out var epoch) ? epoch : 0;

    internal static string Relative(RunFolder folder, string path) => Path.GetRelativePath(folder.Root, path).Replace('\\', '/');
}
