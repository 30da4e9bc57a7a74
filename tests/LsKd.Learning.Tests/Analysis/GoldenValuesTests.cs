using System.Text.Json;
using System.Text.Json.Nodes;
using LsKd.Core.Analysis;
using LsKd.Core.Specs;
using LsKd.Learning.Analysis;

namespace LsKd.Learning.Tests.Analysis;

public class GoldenValuesTests
{
    [Theory]
    [InlineData("metrics-a")]
    [InlineData("metrics-b")]
    public void Every_reference_value_is_met_in_double_precision(string name)
    {
        var golden = JsonNode.Parse(File.ReadAllText(PathOf(name + ".json")))!;
        using var bundle = BundleFile.Open(PathOf(name + ".safetensors"));
        var triple = golden["expected"]!["triple"]!.Deserialize<int[]>()!;
        var report = Analyse(bundle, new() { ClassNames = bundle.ClassNames, Triple = triple, ListProjection = true });

        var actual = JsonSerializer.SerializeToNode(report, SpecJson.Options)!;
        var differences = new List<string>();
        Compare(golden["expected"]!, actual, "", differences);
        Assert.Empty(differences);
    }

    [Theory]
    [InlineData("metrics-a")]
    [InlineData("metrics-b")]
    public void Every_reference_value_is_met_in_single_precision(string name)
    {
        var path = Path.GetTempFileName();
        Fakes.Bundles.Write(path, "F32", from: name + ".safetensors");
        var golden = JsonNode.Parse(File.ReadAllText(PathOf(name + ".json")))!;
        using (var bundle = BundleFile.Open(path))
        {
            var report = Analyse(bundle, new() { Triple = golden["expected"]!["triple"]!.Deserialize<int[]>()!, ListProjection = true });
            var differences = new List<string>();
            Compare(golden["expected"]!, JsonSerializer.SerializeToNode(report, SpecJson.Options), "", differences, 1e-4);
            Assert.Empty(differences);
        }
        File.Delete(path);
    }

    internal static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "Fixtures", file);

    internal static AnalysisReport Analyse(BundleFile bundle, AnalysisOptions options)
    {
        var (accumulator, _) = AnalysisPass.Run(bundle, bundle.Head, options);
        using (accumulator)
            return accumulator.Report();
    }

    internal static void Compare(JsonNode? expected, JsonNode? actual, string path, List<string> differences, double tolerance = 1e-6)
    {
        switch (expected)
        {
            case JsonObject members:
                foreach (var (key, value) in members)
                    Compare(value, actual?[key], $"{path}.{key}", differences, tolerance);
                break;
            case JsonArray items:
                if ((actual as JsonArray)?.Count != items.Count)
                    differences.Add($"{path}: {actual?.ToJsonString() ?? "absent"}");
                else
                    for (var i = 0; i < items.Count; i++)
                        Compare(items[i], actual![i], $"{path}[{i}]", differences, tolerance);
                break;
            case null:
                if (actual is not null)
                    differences.Add($"{path}: {actual} instead of null");
                break;
            case JsonValue text when text.GetValueKind() is JsonValueKind.String:
                if (actual?.ToString() != text.ToString())
                    differences.Add($"{path}: {actual} instead of {text}");
                break;
            default:
                if (actual is null || !Near(path, expected.GetValue<double>(), actual.GetValue<double>(), tolerance))
                    differences.Add($"{path}: {actual} instead of {expected}");
                break;
        }
    }

    private static bool Near(string path, double expected, double actual, double tolerance) =>
        Math.Abs(expected - actual) <= (path.Contains("temperature") ? 1e-3 : tolerance) * Math.Abs(expected) + tolerance * tolerance;
}
