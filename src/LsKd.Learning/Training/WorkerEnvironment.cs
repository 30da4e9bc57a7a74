using System.Diagnostics;

namespace LsKd.Learning.Training;

/// <summary>
/// Environment variables a worker process should be started with; they act only when set before the process begins. Free of torch.
/// </summary>
public static class WorkerEnvironment
{
    /// <summary>
    /// Keeps freed activation memory in the process instead of returning it to the system each step, and backs it with huge
    /// pages (glibc). Harmless elsewhere. The collector gets 256 MB before it acts by itself, so that it acts between native
    /// calls, where the training loop lets it.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Variables { get; } = new Dictionary<string, string>
    {
        ["MALLOC_MMAP_THRESHOLD_"] = "8000000000",
        ["MALLOC_TRIM_THRESHOLD_"] = "8000000000",
        ["MALLOC_TOP_PAD_"] = "67108864",
        ["GLIBC_TUNABLES"] = "glibc.malloc.hugetlb=1",
        ["DOTNET_GCgen0size"] = "0x10000000",
        ["DOTNET_gcConcurrent"] = "0",
    };

    /// <summary>Sets them for a process that is about to be started.</summary>
    public static void SetFor(ProcessStartInfo start)
    {
        foreach (var (name, value) in Variables)
            start.Environment[name] = value;
    }
}

/// <summary>Exit codes of a worker process.</summary>
public static class WorkerExit
{
    /// <summary>The run succeeded.</summary>
    public const int Success = 0;

    /// <summary>The run failed; its last event says why.</summary>
    public const int Failed = 1;

    /// <summary>A checkpoint was written and the run wants to be resumed.</summary>
    public const int Interrupted = 85;

    /// <summary>The run was paused or cancelled by the user.</summary>
    public const int Held = 86;

    /// <summary>The disk was full. What was stored before is whole, and the run goes on from its last checkpoint once there is room.</summary>
    public const int NoRoom = 87;

    /// <summary>A newer attempt at the run had begun; nothing was written.</summary>
    public const int Superseded = 88;
}

/// <summary>What a worker process is given beside the run's folder.</summary>
public sealed record WorkerOptions
{
    /// <summary>CPU threads; 0 takes the spec's number, or else every core.</summary>
    public int Threads { get; init; }

    /// <summary>Where data sets that are not embedded lie (the home's <c>data</c> folder).</summary>
    public string DataFolder { get; init; } = "";

    /// <summary>Asks the worker to write a checkpoint and end as interrupted.</summary>
    public CancellationToken Stop { get; init; }
}
