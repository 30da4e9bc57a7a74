using System.Text.Json;
using LsKd.Core.Arrays;
using LsKd.Core.Events;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Learning.Training;
using LsKd.Learning.Training.Events;

namespace LsKd.Learning.Tests.Training;

/// <summary>A run's folder that goes away with the test, and what was written into it.</summary>
internal sealed class TemporaryRun : IDisposable
{
    private readonly string parent;

    public TemporaryRun(RunSpec spec, string id = "run", string? beside = null)
    {
        parent = beside ?? Directory.CreateTempSubdirectory("lskd-engine-").FullName;
        Folder = new RunFolder(Path.Combine(parent, id));
        Spec = spec;
        Directory.CreateDirectory(Folder.Root);
        File.WriteAllText(Folder.SpecFile, SpecJson.Write(spec));
    }

    public RunFolder Folder { get; }

    public RunSpec Spec { get; }

    public string Parent => parent;

    public IReadOnlyList<RunEvent> Events(int attempt = 1) =>
        [.. File.ReadLines(Folder.EventLog(attempt)).Select(l => JsonSerializer.Deserialize<RunEvent>(l, SpecJson.Options)!)];

    /// <summary>Metrics of all attempts, the later one's where both wrote one.</summary>
    public Dictionary<(string Tag, long Step), double> Metrics(int attempts = 1)
    {
        var metrics = new Dictionary<(string, long), double>();
        foreach (var metric in Enumerable.Range(1, attempts).SelectMany(Events).OfType<MetricLogged>())
            metrics[(metric.Tag, metric.Step)] = metric.Value;
        return metrics;
    }

    public RunResult Result() => JsonSerializer.Deserialize<RunResult>(File.ReadAllText(Folder.ResultFile), SpecJson.Options)!;

    /// <summary>All bytes of a checkpoint's tensors, by name.</summary>
    public Dictionary<string, string> Weights(string checkpoint = "last")
    {
        var file = SafeTensorsFile.Open(Folder.Checkpoint(checkpoint));
        return file.Tensors.Keys.ToDictionary(n => n, n => Convert.ToHexString(file.ReadBytes(n)));
    }

    /// <summary>Runs the loop over a task until its end or a stop, as one attempt.</summary>
    public StopReason? Train(ITrainingTask task, int attempt = 1, CancellationToken stop = default)
    {
        using var events = new EventWriter(Folder.EventLog(attempt));
        using var loop = new TrainingLoop(Spec, task, Folder, events, new Progress(), new StopSignal(Folder, stop));
        return loop.Run();
    }

    public void Dispose() => Directory.Delete(parent, recursive: true);
}
