using System.Text.Json;
using LsKd.Core.Arrays;
using LsKd.Core.Events;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Learning.Analysis;
using LsKd.Learning.Training;

namespace LsKd.Learning.Tests.Analysis;

public sealed class BundleRunTests : IDisposable
{
    private readonly RunFolder folder = new(Path.Combine(Path.GetTempPath(), "imported-" + Guid.NewGuid().ToString("N")));

    public BundleRunTests() => Directory.CreateDirectory(folder.Root);

    public void Dispose() => Directory.Delete(folder.Root, recursive: true);

    [Fact]
    public void An_imported_bundle_becomes_a_run_with_metrics_report_arrays_and_last_layer()
    {
        Assert.Equal(0, Execute(GoldenValuesTests.PathOf("metrics-a.safetensors")));

        var result = JsonSerializer.Deserialize<RunResult>(File.ReadAllText(folder.ResultFile), SpecJson.Options)!;
        Assert.Equal(RunState.Succeeded, result.State);
        var report = ReportFile.Read(folder.Report("test"));
        Assert.Equal(report.Top1!.Value, result.Metrics["test/top1"]);
        Assert.Equal(0.62858249, report.Nll!.Value, 1e-6);
        Assert.Equal("class 0", report.ClassNames[0]);
        Assert.Equal([137L, 8], SafeTensorsFile.Open(folder.Arrays("test")).Tensors["features"].Shape);
        Assert.Equal([6L, 8], SafeTensorsFile.Open(folder.Head()).Tensors["weights"].Shape);
        Assert.Contains("\"artifact\"", File.ReadAllText(folder.EventLog(1)));
    }

    [Fact]
    public void A_bundle_that_is_refused_fails_the_run_and_says_why()
    {
        var path = Path.Combine(folder.Root, "bad.safetensors");
        Fakes.Bundles.Write(path, labelAt: (3, 99));
        Assert.Equal(1, Execute(path));
        Assert.Contains("'labels'", JsonSerializer.Deserialize<RunResult>(File.ReadAllText(folder.ResultFile), SpecJson.Options)!.Reason);
    }

    [Fact]
    public void A_checkpoint_that_is_missing_is_named_with_those_that_exist()
    {
        Execute(GoldenValuesTests.PathOf("metrics-a.safetensors"));
        var error = Assert.Throws<FileNotFoundException>(() => CheckpointAnalysis.Run(folder, "epoch-7", "", _ => { }));
        Assert.Contains("'epoch-7'; it has best", error.Message);
    }

    [Fact]
    public void The_best_checkpoint_can_be_analysed_again()
    {
        Execute(GoldenValuesTests.PathOf("metrics-a.safetensors"));
        File.Delete(folder.Report("test"));
        var events = new List<RunEvent>();
        Assert.Null(CheckpointAnalysis.Run(folder, "best", "", events.Add));
        Assert.True(File.Exists(folder.Report("test")));
        Assert.Contains(events, e => e is ArtifactWritten { Kind: "analysis" });
        Assert.Equal(2, File.ReadLines(folder.EventLog(1)).Count(l => l.Contains("\"kind\":\"analysis\"")));
    }

    private int Execute(string bundle)
    {
        var spec = new RunSpec { Task = RunTask.Imported, Model = new() { Weights = bundle } };
        File.WriteAllText(folder.SpecFile, SpecJson.Write(spec));
        return RunWorker.Execute(folder, 1, new());
    }
}
