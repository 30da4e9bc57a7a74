using System.Globalization;

namespace LsKdWeb.Jobs.Launching.Slurm;

/// <summary>
/// One life of a Slurm job, as the record keeps it: <c>slurm:12</c>, or <c>slurm:12_3</c> for a task of an array, with <c>+N</c> after
/// the N-th time that Slurm put it back in its queue.
/// </summary>
/// <param name="Job">Number of the job: <c>12</c> or <c>12_3</c>.</param>
/// <param name="Restarts">Times that Slurm had queued it again.</param>
internal sealed record SlurmHandle(string Job, int Restarts = 0)
{
    private const string Prefix = "slurm:";

    /// <summary>The array that the job is a task of; null for a job of its own.</summary>
    public string? Array => Job.Split('_') is [var array, _] ? array : null;

    /// <summary>Index within the array; 0 for a job of its own.</summary>
    public int Task => Job.Split('_') is [_, var task] ? int.Parse(task, CultureInfo.InvariantCulture) : 0;

    /// <summary>The job's next life.</summary>
    public SlurmHandle Next => this with { Restarts = Restarts + 1 };

    /// <summary>Whether a handle is one of Slurm's.</summary>
    public static bool Is(string handle) => handle.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static SlurmHandle Parse(string handle) => handle[Prefix.Length..].Split('+') is [var job, var restarts]
        ? new(job, int.Parse(restarts, CultureInfo.InvariantCulture))
        : new(handle[Prefix.Length..]);

    /// <inheritdoc/>
    public override string ToString() => Prefix + Job + (Restarts > 0 ? $"+{Restarts}" : "");
}
