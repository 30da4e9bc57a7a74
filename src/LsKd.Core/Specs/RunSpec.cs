namespace LsKd.Core.Specs;

/// <summary>What a run works on, which decides its trainer, its metrics and its pages.</summary>
public enum RunTask
{
    /// <summary>Images into classes.</summary>
    ImageClassification,

    /// <summary>German sentences into English ones.</summary>
    Translation,

    /// <summary>No training: the analysis of a network that a user brought.</summary>
    Imported,
}

/// <summary>
/// Everything that decides a run. The same immutable value is the form, the JSON or YAML file, the input of the command
/// line, the stored record and what the trainer executes.
/// </summary>
public sealed record RunSpec
{
    /// <summary>Version of this document's layout.</summary>
    public int Version { get; init; } = 1;

    /// <summary>A name for people; empty lets the product make one from the settings.</summary>
    public string Name { get; init; } = "";

    /// <summary>What the run works on.</summary>
    public RunTask Task { get; init; } = RunTask.ImageClassification;

    /// <summary>The data set and what is derived from it.</summary>
    public DataSpec Data { get; init; } = new();

    /// <summary>The network.</summary>
    public ModelSpec Model { get; init; } = new();

    /// <summary>The loss.</summary>
    public ObjectiveSpec Objective { get; init; } = new();

    /// <summary>The teacher, for an objective that distils; otherwise null.</summary>
    public TeacherSpec? Teacher { get; init; }

    /// <summary>Optimiser, schedule, length, precision, seed.</summary>
    public TrainingSpec Training { get; init; } = new();

    /// <summary>What is measured and stored beside the curves.</summary>
    public AnalysisSpec Analysis { get; init; } = new();

    /// <summary>Settings of the translation task; null for the other tasks.</summary>
    public TranslationSpec? Translation { get; init; }

    /// <summary>What the scheduler should give the run.</summary>
    public ResourceSpec Resources { get; init; } = new();

    /// <summary>Free words to find the run by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>A note in the user's words.</summary>
    public string Notes { get; init; } = "";
}

/// <summary>The trained network that a student learns from.</summary>
public sealed record TeacherSpec
{
    /// <summary>Id of the teacher's run in the same store.</summary>
    public string Run { get; init; } = "";

    /// <summary>Which of its checkpoints: <c>best</c> (by validation), <c>last</c>, or <c>epoch-N</c>.</summary>
    public string Checkpoint { get; init; } = "best";
}

/// <summary>What the scheduler should give a run.</summary>
public sealed record ResourceSpec
{
    /// <summary>GPUs to reserve; 0 runs on the CPU.</summary>
    public int Gpus { get; init; }

    /// <summary>CPU threads of the worker; 0 lets the site choose.</summary>
    public int Threads { get; init; }

    /// <summary>Memory to reserve on a cluster, in MiB; 0 leaves it to the cluster.</summary>
    public int MemoryMb { get; init; }

    /// <summary>Time limit on a cluster, in minutes; 0 leaves it to the cluster.</summary>
    public int TimeLimitMinutes { get; init; }
}
