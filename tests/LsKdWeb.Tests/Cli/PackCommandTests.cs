using System.Text.Json;
using LsKd.Core.Arrays;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKdWeb.Cli;

namespace LsKdWeb.Tests.Cli;

public sealed class PackCommandTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("pack").FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public async Task A_run_is_packed_and_the_sizes_are_told()
    {
        var folder = new RunFolder(Path.Combine(_home, "runs", "r1"));
        Save(folder.Checkpoint("best"), "reactnet-small");
        var output = new StringWriter();
        var code = await CommandLine.RunAsync(["pack", "r1", "--home", _home, "--json"], output, new StringWriter());
        using var document = JsonDocument.Parse(output.ToString());
        var packed = document.RootElement.GetProperty("path").GetString()!;
        Assert.Equal(0, code);
        Assert.Equal(new FileInfo(packed).Length, document.RootElement.GetProperty("packedBytes").GetInt64());
        Assert.Equal(64 * 64 * 9, document.RootElement.GetProperty("binaryWeights").GetInt64());
        Assert.Equal([64L, 9, 8], SafeTensorsFile.Open(packed).Tensors["layer1.0.conv.weight.bits"].Shape);
    }

    [Fact]
    public async Task A_network_with_real_weights_is_refused_in_a_sentence()
    {
        var path = Path.Combine(_home, "real.safetensors");
        Save(path, "resnet8");
        var error = new StringWriter();
        var code = await CommandLine.RunAsync(["pack", path, "--home", _home], new StringWriter(), error);
        Assert.Equal(1, code);
        Assert.Contains("resnet8", error.ToString());
    }

    private static void Save(string path, string model) => SafeTensorsFile.Write(
        path,
        [
            ("layer1.0.conv.weight", "F32", [64, 64, 3, 3], new byte[64 * 64 * 9 * 4]),
            ("layer1.0.conv.shift", "F32", [64], new byte[64 * 4]),
        ],
        new Dictionary<string, string> { ["spec"] = JsonSerializer.Serialize(new RunSpec { Model = new ModelSpec { Name = model } }, SpecJson.Options) });
}
