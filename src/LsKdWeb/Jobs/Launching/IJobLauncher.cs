using LsKd.Core.Runs;
using LsKd.Core.Specs;

namespace LsKdWeb.Jobs.Launching;

/// <summary>What a launcher is asked to start.</summary>
/// <param name="Folder">The run.</param>
/// <param name="Attempt">Number of the attempt.</param>
/// <param name="Threads">CPU threads.</param>
/// <param name="Device"><c>cpu</c>, or <c>cuda:0,1</c> with the GPUs it may use.</param>
/// <param name="Resources">What the spec asks a cluster for.</param>
/// <param name="After">Handles of jobs that must succeed first, for a launcher with a queue of its own.</param>
public sealed record JobRequest(
    RunFolder Folder, int Attempt, int Threads, string Device, ResourceSpec Resources, IReadOnlyList<string> After)
{
    /// <summary>How far the worker steps back behind other programs of this machine, 0 to 19.</summary>
    public int Niceness { get; init; }

    /// <summary>How far the run's priority lies below the highest that waits, for a launcher with a queue of its own.</summary>
    public int Behind { get; init; }
}

/// <summary>What a launcher knows of a job.</summary>
public enum JobPhase
{
    /// <summary>In the launcher's own queue.</summary>
    Waiting,

    /// <summary>Its process lives.</summary>
    Running,

    /// <summary>Its process is gone.</summary>
    Gone,

    /// <summary>The launcher does not answer; nothing may be concluded.</summary>
    Unknown,
}

/// <summary>A job's state.</summary>
/// <param name="Phase">Where it is.</param>
/// <param name="Detail">Why it is gone (a signal, an exit code, a restart), or why it waits; for people.</param>
/// <param name="Blameless">Whether it was lost through no fault of its own (the machine restarted, it never started): no retry is used up.</param>
public sealed record JobStatus(JobPhase Phase, string Detail = "", bool Blameless = false)
{
    /// <summary>Whether it ended because the disk was full.</summary>
    public bool NoRoom { get; init; }

    /// <summary>Handle under which the launcher takes the same job up again by itself, once its process is gone; null where it does not.</summary>
    public string? Next { get; init; }

    /// <summary>Whether its process ever began.</summary>
    public bool Began { get; init; } = true;

    /// <summary>Whether somebody cancelled it at the launcher.</summary>
    public bool Cancelled { get; init; }

    /// <summary>Why taking it up again would end in the same way, and what to do, for people; null where nothing says so.</summary>
    public string? Futile { get; init; }
}

/// <summary>Starts workers somewhere and finds them again.</summary>
public interface IJobLauncher
{
    /// <summary>Name in the record: <c>local</c> or <c>slurm</c>.</summary>
    string Name { get; }

    /// <summary>Whether it has a queue of its own, so that slots and dependencies are left to it.</summary>
    bool OwnsQueue { get; }

    /// <summary>Why nothing can be started now; null when there is no obstacle.</summary>
    Task<string?> ObstacleAsync(CancellationToken cancel) => Task.FromResult<string?>(null);

    /// <summary>Groups requests that are started together.</summary>
    Task<IReadOnlyList<IReadOnlyList<JobRequest>>> BundleAsync(IReadOnlyList<JobRequest> requests, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<IReadOnlyList<JobRequest>>>([.. requests.Select(r => (IReadOnlyList<JobRequest>)[r])]);

    /// <summary>Starts the jobs of one bundle and returns the handles by which they are found again, in the same order.</summary>
    Task<IReadOnlyList<string>> StartAsync(IReadOnlyList<JobRequest> bundle, CancellationToken cancel);

    /// <summary>Handle of an attempt that was started without its handle being noted; null when it never started.</summary>
    Task<string?> FindAsync(RunFolder folder, int attempt, CancellationToken cancel);

    /// <summary>States of jobs, asked for together.</summary>
    Task<IReadOnlyDictionary<string, JobStatus>> QueryAsync(IReadOnlyCollection<string> handles, CancellationToken cancel);

    /// <summary>Asks a job to end, or ends it at once.</summary>
    Task StopAsync(string handle, bool atOnce, CancellationToken cancel);
}
