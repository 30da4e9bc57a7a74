using System.Text.Json;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Learning.Training;
using LsKdWeb.Cli;

namespace LsKdWeb.Tests.Cli;

public sealed class RunAnalyzeCommandTests : IDisposable
{
    private readonly string home = Directory.CreateTempSubdirectory("run-analyze").FullName;

    public void Dispose() => Directory.Delete(home, recursive: true);

    [Fact]
    public async Task A_checkpoint_is_analysed_and_the_files_are_listed_as_json()
    {
        var folder = Import("abc");
        File.Delete(folder.Report("test"));
        var (code, output, _) = await RunAsync("run", "analyze", "abc", "--json", "--home", home);

        Assert.Equal(0, code);
        var document = JsonDocument.Parse(output).RootElement;
        Assert.Equal("best", document.GetProperty("checkpoint").GetString());
        Assert.Contains("analysis/test.json", document.GetProperty("files").EnumerateArray().Select(f => f.GetString()));
        Assert.True(File.Exists(folder.Report("test")));
    }

    [Fact]
    public async Task An_unknown_run_or_checkpoint_is_named_on_standard_error()
    {
        Import("abc");
        var (code, output, error) = await RunAsync("run", "analyze", "xyz", "--home", home);
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("no run xyz", error);
        (code, _, error) = await RunAsync("run", "analyze", "abc", "--checkpoint", "epoch-3", "--home", home);
        Assert.Equal(1, code);
        Assert.Contains("'epoch-3'; it has best", error);
    }

    private RunFolder Import(string id)
    {
        var folder = new RunFolder(Path.Combine(home, "runs", id));
        Directory.CreateDirectory(folder.Root);
        var bundle = Path.Combine(AppContext.BaseDirectory, "Golden", "metrics-b.safetensors");
        File.WriteAllText(folder.SpecFile, SpecJson.Write(new() { Task = RunTask.Imported, Model = new() { Weights = bundle } }));
        Assert.Equal(0, RunWorker.Execute(folder, 1, new()));
        return folder;
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await CommandLine.RunAsync(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
