using System.Text.Json;
using LsKd.Core.Arrays;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKdWeb.Cli;

namespace LsKdWeb.Tests.Cli;

public sealed class RunImportCommandTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("import").FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    private string Weights => Path.Combine(_home, "theirs.safetensors");

    [Fact]
    public async Task Weights_become_a_run_that_imports_them()
    {
        SafeTensorsFile.Write(Weights, [("fc.bias", "F32", [10], new byte[40])]);
        var output = new StringWriter();
        var code = await CommandLine.RunAsync(
            ["run", "import", Weights, "--model", "resnet8", "--width", "6", "--dataset", "fashion-mnist", "--name", "Theirs", "--detach", "--json", "--home", _home],
            output, new StringWriter());
        Assert.Equal(0, code);
        using var document = JsonDocument.Parse(output.ToString());
        var folder = new RunFolder(Directory.GetDirectories(Path.Combine(_home, "runs")).Single());
        var spec = SpecJson.Read(File.ReadAllText(folder.SpecFile));
        Assert.Equal((RunTask.Imported, "Theirs", Weights, (int?)6), (spec.Task, spec.Name, spec.Model.Weights, spec.Model.Width));
    }

    [Theory]
    [InlineData("missing.safetensors", "resnet8", "fashion-mnist", "missing.safetensors", 1)]
    [InlineData("torn.safetensors", "resnet8", "fashion-mnist", "not a whole safetensors file", 1)]
    [InlineData("theirs.safetensors", "resnet9", "fashion-mnist", "resnet9", 2)]
    [InlineData("theirs.safetensors", "resnet8", "imagenet-22k", "imagenet-22k", 2)]
    public async Task What_cannot_be_imported_is_refused_in_a_sentence(string file, string model, string dataset, string reason, int expected)
    {
        SafeTensorsFile.Write(Weights, [("fc.bias", "F32", [10], new byte[40])]);
        File.WriteAllText(Path.Combine(_home, "torn.safetensors"), "half");
        var error = new StringWriter();
        var code = await CommandLine.RunAsync(
            ["run", "import", Path.Combine(_home, file), "--model", model, "--dataset", dataset, "--home", _home], new StringWriter(), error);
        Assert.Equal(expected, code);
        Assert.Contains(reason, error.ToString());
        Assert.DoesNotContain("   at ", error.ToString());
    }
}
