using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using LsKd.Core.Analysis;
using LsKd.Core.Specs;
using LsKd.Learning.Analysis;

namespace LsKdWeb.Cli;

/// <summary><c>analyze</c>: every metric of a network that a user brings as a bundle.</summary>
internal static class AnalyzeCommand
{
    private static readonly Argument<FileInfo> Bundle = new("bundle")
    {
        Description = "A safetensors file with features [N, D], weights [K, D], bias [K], labels [N]; optionally logits and student_logits [N, K].",
    };

    private static readonly Option<string?> Triple = new("--triple")
    {
        Description = "Three classes, by name or number from 0, of the projection and the centre distance, separated by commas; "
            + "'auto' lets the evidence choose. Default: the bundle's own, else the first two classes and the last.",
        HelpName = "A,B,C",
    };

    private static readonly Option<int> Seed = new("--seed") { Description = "Seed of the bootstrap intervals." };
    private static readonly Option<bool> Json = CommonOptions.Json();

    public static Command Create()
    {
        var command = new TorchCommand("analyze", "Every metric of a network, from its outputs in one file.") { Bundle, Triple, Seed, Json };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var wanted = parsed.GetValue(Triple)?.Split(',', StringSplitOptions.TrimEntries) ?? [];
        var report = Report(parsed.GetRequiredValue(Bundle), wanted, parsed.GetValue(Seed));
        Write(parsed.InvocationConfiguration.Output, report, parsed.GetValue(Json));
        return ExitCodes.Success;
    }

    private static AnalysisReport Report(FileInfo file, string[] wanted, int seed)
    {
        using var bundle = BundleFile.Open(file.FullName);
        return BundleAnalysis.Report(bundle, BundleAnalysis.TripleOf(bundle, wanted), seed);
    }

    private static void Write(TextWriter output, AnalysisReport report, bool json)
    {
        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize(report, SpecJson.Options));
            return;
        }
        output.WriteLine($"{report.Samples} samples, {report.Classes} classes, {report.Dimension} features");
        foreach (var (name, key, value) in Headline(report))
            output.WriteLine($"{name,-28} {Number(value),10}{Interval(report, key)}");
        foreach (var remark in report.Remarks)
            output.WriteLine($"- {remark}");
    }

    private static IEnumerable<(string Name, string Key, double? Value)> Headline(AnalysisReport report) =>
    [
        ("top-1 accuracy", "top1", report.Top1),
        ("top-5 accuracy", "top5", report.Top5),
        ("negative log-likelihood", "nll", report.Nll),
        ("Brier score", "brier", report.Brier),
        ("ECE, 15 bins", "ece_15", report.Ece15),
        ("adaptive ECE, 15 bins", "", report.AdaptiveEce15),
        ("best temperature", "", report.Temperature),
        ("ECE at that temperature", "", report.Ece15AtTemperature),
        ("mean confidence", "mean_confidence", report.MeanConfidence),
        ("mean entropy", "mean_entropy", report.MeanEntropy),
        ("gamma", "gamma", report.Gamma),
        ("stability (squared L2)", "stability.squared_l2", report.Stability?.SquaredL2),
        ("centre distance", "", report.CenterDistance?.Features),
        ("  over intra-class radius", "", report.CenterDistance?.FeaturesOverRadius),
        ("similar pairs, mean of these", "", report.SimilarPairsSpread?.FeaturesOverRadius?.Mean),
        ("  standard deviation", "", report.SimilarPairsSpread?.FeaturesOverRadius?.Sd),
        ("NC1", "", report.NeuralCollapse?.Nc1),
        ("NC2", "", report.NeuralCollapse?.Nc2),
        ("NC3", "", report.NeuralCollapse?.Nc3),
        ("student agreement", "", report.StudentAgreementTop1),
    ];

    private static string Number(double? value) => value?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "-";

    private static string Interval(AnalysisReport report, string key) =>
        report.Intervals.TryGetValue(key, out var i) ? $"  [{Number(i[0])}, {Number(i[1])}]" : "";
}
