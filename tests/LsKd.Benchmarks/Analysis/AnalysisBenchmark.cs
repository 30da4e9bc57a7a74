using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using LsKd.Benchmarks.Shared;
using LsKd.Core.Analysis;
using LsKd.Learning.Analysis;
using TorchSharp;

namespace LsKd.Benchmarks.Analysis;

/// <summary>
/// All metrics of a bundle (without intervals) against NumPy doing the same on the same file in the same run; the values of both
/// must agree. Both read the file, which the page cache holds.
/// </summary>
internal static class AnalysisBenchmark
{
    public static Command Create()
    {
        var samples = new Option<int>("--samples") { DefaultValueFactory = _ => 50_000 };
        var dimension = new Option<int>("--features") { DefaultValueFactory = _ => 2048 };
        var classes = new Option<int>("--classes") { DefaultValueFactory = _ => 1000 };
        var threads = new Option<int>("--threads") { DefaultValueFactory = _ => Environment.ProcessorCount };
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 2 };
        var json = new Option<bool>("--json");
        var command = new Command("analysis", "Every metric over 50,000 x 2048 features of 1,000 classes, against NumPy.")
            { samples, dimension, classes, threads, rounds, json };
        command.SetAction(parsed => Run(
            parsed.GetValue(samples), parsed.GetValue(dimension), parsed.GetValue(classes), parsed.GetValue(threads),
            parsed.GetValue(rounds), parsed.GetValue(json)));
        return command;
    }

    private static int Run(int samples, int dimension, int classes, int threads, int rounds, bool json)
    {
        var path = Path.Combine(Path.GetTempPath(), $"analysis-benchmark-{Environment.ProcessId}.safetensors");
        try
        {
            PythonPeer.Run(Script, threads, "generate", path, $"{samples}", $"{dimension}", $"{classes}", "7");
            torch.set_num_threads(threads);
            // Alternating rounds, so that a disturbance of the machine meets both.
            var measured = Enumerable.Range(0, rounds).Select(_ => (Peer: Peer(path, threads), Ours: Ours(path))).ToArray();
            var (peer, ours) = (measured.Select(m => m.Peer).ToArray(), measured.Select(m => m.Ours).ToArray());
            var result = new Result(
                samples, dimension, classes, threads,
                ours.Min(o => o.Seconds), peer.Min(p => p.Seconds), ours.Min(o => o.Seconds) / peer.Min(p => p.Seconds),
                ours.Min(o => o.CpuSeconds), peer.Min(p => p.CpuSeconds), ours.Min(o => o.CpuSeconds) / peer.Min(p => p.CpuSeconds),
                ours.Max(o => o.PeakMib), peer.Max(p => p.PeakMib), LargestDifference(ours[^1].Report, peer[^1].Values));
            Console.WriteLine(json ? JsonSerializer.Serialize(result) : result.ToString());
            return result.Ratio <= 1 && result.LargestRelativeDifference < 1e-3 ? 0 : 1;
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static (double Seconds, double CpuSeconds, double PeakMib, JsonElement Values) Peer(string path, int threads)
    {
        var peer = PythonPeer.Run(Script, threads, "measure", path, "2000");
        double Number(string key) => peer.GetProperty(key).GetDouble();
        return (Number("seconds"), Number("cpu_seconds"), Number("peak_mib"), peer.GetProperty("values"));
    }

    private static string Script => Path.Combine("Analysis", "peer.py");

    private static (double Seconds, double CpuSeconds, double PeakMib, AnalysisReport Report) Ours(string path)
    {
        GC.Collect();
        // Resets the kernel's high-water mark of resident memory.
        File.WriteAllText("/proc/self/clear_refs", "5");
        var (watch, cpu) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        using var bundle = BundleFile.Open(path);
        var (accumulator, _) = AnalysisPass.Run(bundle, bundle.Head, new() { Resamples = 0 });
        using (accumulator)
        {
            var report = accumulator.Report();
            var used = Environment.CpuUsage.TotalTime - cpu;
            using var process = Process.GetCurrentProcess();
            return (watch.Elapsed.TotalSeconds, used.TotalSeconds, process.PeakWorkingSet64 / 1048576.0, report);
        }
    }

    private static double LargestDifference(AnalysisReport r, JsonElement peer)
    {
        var ours = new Dictionary<string, double?>
        {
            ["top1"] = r.Top1, ["top5"] = r.Top5, ["nll"] = r.Nll, ["brier"] = r.Brier, ["ece_15"] = r.Ece15,
            ["adaptive_ece_15"] = r.AdaptiveEce15, ["coverage"] = r.CoverageAtRisk[3][1], ["temperature"] = r.Temperature,
            ["ece_15_at_temperature"] = r.Ece15AtTemperature, ["mean_confidence"] = r.MeanConfidence, ["mean_entropy"] = r.MeanEntropy,
            ["gamma"] = r.Gamma, ["stability"] = r.Stability!.SquaredL2, ["stability_l2"] = r.Stability.L2,
            ["stability_target"] = r.Stability.TargetProbability, ["accuracy_by_class"] = r.AccuracyByClass.Average(),
            ["profile"] = r.MeanSortedProbabilities[0], ["ls_all_classes"] = r.Loss!["ls_all_classes"],
            ["ls_wrong_classes"] = r.Loss["ls_wrong_classes"], ["distance"] = r.SimilarPairsSpread!.FeaturesOverRadius!.Mean,
            ["distance_in_plane"] = r.SimilarPairsSpread.PlaneOverRadius!.Mean, ["triple"] = r.Triple[2],
            ["cosine_within"] = r.CosineWithin, ["cosine_r2"] = r.CosineR2, ["nc1"] = r.NeuralCollapse!.Nc1,
            ["nc2"] = r.NeuralCollapse.Nc2, ["nc3"] = r.NeuralCollapse.Nc3, ["ncc_mismatch"] = r.NeuralCollapse.NccMismatch,
        };
        return ours.Max(o => Difference(o.Key, o.Value, peer.GetProperty(o.Key).GetDouble()));
    }

    private static double Difference(string key, double? ours, double theirs)
    {
        var difference = Math.Abs(ours!.Value - theirs) / Math.Max(Math.Abs(theirs), 1e-3);
        if (difference > 1e-3)
            Console.Error.WriteLine($"{key}: {ours} against {theirs}");
        return difference;
    }

    private sealed record Result(
        int Samples, int Features, int Classes, int Threads, double Seconds, double PeerSeconds, double Ratio, double CpuSeconds,
        double PeerCpuSeconds, double CpuRatio, double PeakMib, double PeerPeakMib, double LargestRelativeDifference);
}
