namespace LsKd.Core.Runs;

/// <summary>
/// The layout of a run's folder: <c>spec.json</c>, <c>events.jsonl</c> (later attempts: <c>events.2.jsonl</c> ...), <c>worker.log</c>,
/// <c>result.json</c>, <c>checkpoints/</c> and <c>analysis/</c>. Files other than logs appear by an atomic rename.
/// </summary>
public sealed record RunFolder(string Root)
{
    /// <summary>The run's id: the folder's name.</summary>
    public string Id => Path.GetFileName(Path.TrimEndingDirectorySeparator(Root));

    /// <summary>The folder of another run of the same store, such as a teacher's.</summary>
    public RunFolder Beside(string id) =>
        new(Path.Combine(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(Root)))!, id));

    /// <summary>The spec, written once.</summary>
    public string SpecFile => Path.Combine(Root, "spec.json");

    /// <summary>Study, role and dependencies: what the store needs to rebuild its index and the spec does not say.</summary>
    public string RecordFile => Path.Combine(Root, "record.json");

    /// <summary>The final result, written once by the worker.</summary>
    public string ResultFile => Path.Combine(Root, "result.json");

    /// <summary>Output and errors of the worker process.</summary>
    public string WorkerLog => Path.Combine(Root, "worker.log");

    /// <summary>Asks the worker to write a checkpoint and stop; its text is the reason.</summary>
    public string StopRequest => Path.Combine(Root, "stop");

    /// <summary>Names the newest attempt, which alone may write; see <see cref="RunFence"/>.</summary>
    public string AttemptFile => Path.Combine(Root, "attempt");

    /// <summary>Checkpoints.</summary>
    public string Checkpoints => Path.Combine(Root, "checkpoints");

    /// <summary>Reports and arrays of the analysis.</summary>
    public string Analysis => Path.Combine(Root, "analysis");

    /// <summary>Event log of one attempt, from 1.</summary>
    public string EventLog(int attempt) =>
        Path.Combine(Root, attempt == 1 ? "events.jsonl" : $"events.{attempt}.jsonl");

    /// <summary>A checkpoint by name: <c>last</c>, <c>best</c>, <c>epoch-N</c>.</summary>
    public string Checkpoint(string name) => Path.Combine(Checkpoints, name + ".safetensors");

    /// <summary>The optimiser's and schedule's state beside the last checkpoint.</summary>
    public string TrainerState => Path.Combine(Checkpoints, "trainer.safetensors");

    /// <summary>Report of a split's metrics; <paramref name="epoch"/> null is the final one.</summary>
    public string Report(string split, int? epoch = null) => Path.Combine(Analysis, Stem(split, epoch) + ".json");

    /// <summary>Features, logits, labels and sample ids of a split.</summary>
    public string Arrays(string split, int? epoch = null) => Path.Combine(Analysis, Stem(split, epoch) + ".safetensors");

    /// <summary>Weights and bias of the last layer.</summary>
    public string Head(int? epoch = null) => Path.Combine(Analysis, Stem("head", epoch) + ".safetensors");

    private static string Stem(string name, int? epoch) => epoch is { } e ? $"{name}.epoch-{e}" : name;
}
