using System.Text.Json;
using LsKdWeb.Cli;

namespace LsKdWeb.Tests.Cli;

public class AnalyzeCommandTests
{
    private static readonly string Golden = Path.Combine(AppContext.BaseDirectory, "Golden");

    [Fact]
    public async Task A_bundle_gives_one_json_document_with_the_reference_keys_and_the_reference_triple()
    {
        var (code, output, error) = await RunAsync("analyze", Path.Combine(Golden, "metrics-b.safetensors"), "--json");

        Assert.Equal(0, code);
        Assert.Empty(error);
        var actual = JsonDocument.Parse(output).RootElement;
        var expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(Golden, "metrics-b.json"))).RootElement.GetProperty("expected");
        Assert.Empty(expected.EnumerateObject().Select(m => m.Name).Except(actual.EnumerateObject().Select(m => m.Name)));
        Assert.Equal([0, 1, 11], actual.GetProperty("triple").Deserialize<int[]>()!);
        Assert.Equal(expected.GetProperty("nll").GetDouble(), actual.GetProperty("nll").GetDouble(), 1e-9);
    }

    [Fact]
    public async Task Without_json_a_table_of_headline_values_is_written()
    {
        var (code, output, _) = await RunAsync("analyze", Path.Combine(Golden, "metrics-b.safetensors"), "--triple", "auto");

        Assert.Equal(0, code);
        Assert.Contains("top-1 accuracy", output);
        Assert.Contains("0.5448  [", output);
    }

    [Fact]
    public async Task A_file_that_is_no_bundle_is_refused_on_standard_error()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, "not a bundle at all");
        var (code, output, error) = await RunAsync("analyze", path, "--json");
        File.Delete(path);

        Assert.Equal(1, code);
        Assert.Empty(output);
        Assert.Contains("not a whole safetensors file", error);
    }

    [Fact]
    public async Task An_unknown_class_in_the_triple_is_refused()
    {
        var (code, _, error) = await RunAsync("analyze", Path.Combine(Golden, "metrics-b.safetensors"), "--triple", "0,1,cat");

        Assert.Equal(1, code);
        Assert.Contains("'cat'", error);
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await CommandLine.RunAsync(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
