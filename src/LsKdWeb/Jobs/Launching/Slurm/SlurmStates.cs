using System.Globalization;
using System.Text.RegularExpressions;

namespace LsKdWeb.Jobs.Launching.Slurm;

/// <summary>Reads what <c>squeue</c> and <c>scontrol</c> say of jobs.</summary>
internal static partial class SlurmStates
{
    /// <summary>Format of <c>squeue</c>: number, state, reason.</summary>
    public const string Format = "%i|%T|%r";

    /// <summary>States of the jobs in a listing, by number. A job that is over has no detail yet.</summary>
    public static IReadOnlyDictionary<string, JobStatus> Read(string listing) => listing
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split('|'))
        .Where(parts => parts.Length == 3)
        .ToDictionary(parts => parts[0], parts => new JobStatus(Phase(parts[1]), parts[2]));

    /// <summary>How a job that is over ended, from <c>scontrol show job</c>.</summary>
    public static JobStatus Ended(string record)
    {
        var state = Field(record, "JobState");
        return state switch
        {
            _ when Phase(state) is not JobPhase.Gone and var phase => new(phase, Field(record, "Reason")),
            "CANCELLED" when Field(record, "Reason") == "DependencyNeverSatisfied" => new(JobPhase.Gone, "the Slurm job that it waited for did not succeed", true),
            "CANCELLED" => new(JobPhase.Gone, "its Slurm job was cancelled"),
            "TIMEOUT" or "DEADLINE" => new(JobPhase.Gone, "its Slurm job reached its time limit"),
            "OUT_OF_MEMORY" => new(JobPhase.Gone, "its Slurm job used more memory than it had asked for"),
            "NODE_FAIL" or "BOOT_FAIL" => new(JobPhase.Gone, "its Slurm node failed", true),
            "PREEMPTED" => new(JobPhase.Gone, "its Slurm job had to make way", true),
            _ => new(JobPhase.Gone, ExitReason.Describe(Code(Field(record, "ExitCode")), memoryKills: false)),
        };
    }

    private static JobPhase Phase(string state) => state switch
    {
        "RUNNING" or "COMPLETING" or "SUSPENDED" or "STOPPED" or "SIGNALING" or "STAGE_OUT" => JobPhase.Running,
        "COMPLETED" or "FAILED" or "CANCELLED" or "TIMEOUT" or "DEADLINE" or "OUT_OF_MEMORY" or "NODE_FAIL" or "BOOT_FAIL" or "PREEMPTED" => JobPhase.Gone,
        _ => JobPhase.Waiting,
    };

    // "code:signal"
    private static int Code(string text) =>
        text.Split(':') is [var code, var signal] && int.Parse(signal, CultureInfo.InvariantCulture) is > 0 and var number
            ? 128 + number
            : int.TryParse(text.Split(':')[0], CultureInfo.InvariantCulture, out var plain) ? plain : 0;

    private static string Field(string record, string name) =>
        Fields().Matches(record).FirstOrDefault(m => m.Groups[1].Value == name)?.Groups[2].Value ?? "";

    [GeneratedRegex(@"(?:^|\s)(\w+)=(\S*)")]
    private static partial Regex Fields();
}
