using System.Globalization;
using LsKd.Learning.Training;

namespace LsKdWeb.Jobs.Launching.Slurm;

/// <summary>A line of Slurm's queue.</summary>
/// <param name="Job">Number: <c>12</c> or <c>12_3</c>.</param>
/// <param name="State">Slurm's word for its state.</param>
/// <param name="Reason">Slurm's word for why it waits or how it ended.</param>
/// <param name="WaitStatus">How its last life ended, as the system's <c>wait</c> tells it.</param>
/// <param name="Restarts">Times that it was queued again.</param>
/// <param name="Time">Time that it has run, as Slurm writes it.</param>
/// <param name="Nodes">Where it runs.</param>
/// <param name="Nice">How far its submitter put it back behind others.</param>
/// <param name="User">Whose it is.</param>
/// <param name="Name">Its name.</param>
internal sealed record SlurmJobLine(
    string Job, string State, string Reason, int WaitStatus, int Restarts, string Time, string Nodes, long Nice, string User, string Name);

/// <summary>Reads what <c>squeue</c> and <c>sacct</c> say of jobs.</summary>
internal static class SlurmStates
{
    /// <summary>Format of <c>squeue</c> for <see cref="Read"/>.</summary>
    public const string Format = "JobArrayID:|,State:|,Reason:|,exit_code:|,RestartCnt:|,TimeUsed:|,NodeList:|,Nice:|,UserName:|,Name:";

    private const int Fields = 10;

    /// <summary>The jobs in a listing, by number.</summary>
    public static IReadOnlyDictionary<string, SlurmJobLine> Read(string listing) => listing
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split('|', Fields))
        .Where(parts => parts.Length == Fields)
        .Select(p => new SlurmJobLine(p[0], p[1], p[2], Number(p[3]), Number(p[4]), p[5], p[6], Number(p[7]), p[8], p[9]))
        .DistinctBy(job => job.Job)
        .ToDictionary(job => job.Job);

    /// <summary>What a listed job says about one of its lives.</summary>
    public static JobStatus Of(SlurmHandle handle, SlurmJobLine job)
    {
        var phase = Phase(job.State);
        // While a job completes, the process of its last life may still write its checkpoint.
        if (job.Restarts > handle.Restarts && job.State != "COMPLETING")
            return Restarted(handle, job);
        return phase switch
        {
            JobPhase.Waiting => new(phase, $"Waits in Slurm's queue as job {job.Job}: {Waits(job.Reason)}."),
            JobPhase.Gone => Ended(job.State, job.Reason, ExitCode(job.WaitStatus), began: job.Nodes.Length > 0),
            _ => new(phase),
        };
    }

    /// <summary>How a job ended, from <c>sacct</c>'s <c>State|ExitCode</c>; null where that says nothing.</summary>
    public static JobStatus? Accounted(string line) =>
        line.Trim().Split('|') is [{ Length: > 0 } state, var exit] && Phase(state.Split(' ')[0]) is JobPhase.Gone
            ? Ended(state.Split(' ')[0], "", exit.Split(':') is [var code, var signal] ? Number(signal) is > 0 and var s ? 128 + s : Number(code) : 0, began: true)
            : null;

    /// <summary>Slurm's reason for a job's waiting, with what it means.</summary>
    public static string Waits(string reason) => reason switch
    {
        "None" or "" => "it was just submitted",
        "Priority" => "Priority (others come first)",
        "Resources" => "Resources (no node has what it asks for free)",
        "Dependency" => "Dependency (its teacher has not finished)",
        "BeginTime" => "BeginTime (Slurm holds a job that comes back for two minutes)",
        "JobHeldUser" or "JobHeldAdmin" => $"{reason} (somebody holds it)",
        "PartitionTimeLimit" => "PartitionTimeLimit (it asks for more time than its partition allows)",
        "ReqNodeNotAvail" or "PartitionDown" or "PartitionInactive" => $"{reason} (what it asks for is not available at present)",
        _ => reason,
    };

    private static JobStatus Restarted(SlurmHandle handle, SlurmJobLine job)
    {
        var died = ExitCode(job.WaitStatus) == WorkerExit.Interrupted;
        var detail = died ? "it was killed, and Slurm takes its job up again" : "Slurm put its job back in the queue";
        return new(JobPhase.Gone, detail, Blameless: !died) { Next = handle.Next.ToString() };
    }

    private static JobStatus Ended(string state, string reason, int code, bool began) => state switch
    {
        "CANCELLED" when reason == "DependencyNeverSatisfied" => new(JobPhase.Gone, "the Slurm job that it waited for did not succeed", true) { Began = began },
        "CANCELLED" => new(JobPhase.Gone, "its Slurm job was cancelled") { Began = began, Cancelled = true },
        "TIMEOUT" or "DEADLINE" => new(JobPhase.Gone, "its Slurm job reached its time limit"),
        "OUT_OF_MEMORY" => new(JobPhase.Gone, "its Slurm job used more memory than it had asked for"),
        "NODE_FAIL" or "BOOT_FAIL" => new(JobPhase.Gone, "its Slurm node failed", true),
        "PREEMPTED" => new(JobPhase.Gone, "its Slurm job had to make way", true),
        _ => new(JobPhase.Gone, ExitReason.Describe(code, memoryKills: false)) { NoRoom = code == WorkerExit.NoRoom },
    };

    private static JobPhase Phase(string state) => state switch
    {
        "RUNNING" or "COMPLETING" or "SUSPENDED" or "STOPPED" or "SIGNALING" or "STAGE_OUT" => JobPhase.Running,
        "COMPLETED" or "FAILED" or "CANCELLED" or "TIMEOUT" or "DEADLINE" or "OUT_OF_MEMORY" or "NODE_FAIL" or "BOOT_FAIL" or "PREEMPTED" => JobPhase.Gone,
        _ => JobPhase.Waiting,
    };

    private static int ExitCode(int waitStatus) => (waitStatus & 0x7f) is > 0 and var signal ? 128 + signal : waitStatus >> 8;

    private static int Number(string text) => int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
