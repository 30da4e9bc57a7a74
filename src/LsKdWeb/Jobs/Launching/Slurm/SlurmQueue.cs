using LsKdWeb.Hosting;

namespace LsKdWeb.Jobs.Launching.Slurm;

/// <summary>A job of this home in the cluster's queue.</summary>
/// <param name="Job">Its number.</param>
/// <param name="RunId">The run.</param>
/// <param name="State">Slurm's word for its state.</param>
/// <param name="Reason">Why it waits; empty while it runs.</param>
/// <param name="Time">Time that it has run, as Slurm writes it.</param>
/// <param name="Nodes">Where it runs.</param>
/// <param name="Restarts">Times that Slurm queued it again.</param>
public sealed record SlurmQueueJob(string Job, string RunId, string State, string Reason, string Time, string Nodes, int Restarts);

/// <summary>The cluster's queue: this home's jobs one by one, all others counted.</summary>
/// <param name="Jobs">Jobs of this home that wait or run.</param>
/// <param name="OthersRunning">Other running jobs.</param>
/// <param name="OthersWaiting">Other jobs that wait.</param>
public sealed record SlurmQueueView(IReadOnlyList<SlurmQueueJob> Jobs, int OthersRunning, int OthersWaiting);

/// <summary>Reads the cluster's queue.</summary>
internal sealed class SlurmQueue(ISlurmTools tools, HomeFolder home)
{
    /// <summary>The queue now.</summary>
    /// <exception cref="SlurmSilentException">Slurm does not answer.</exception>
    /// <exception cref="InvalidOperationException">Slurm is not installed here.</exception>
    public async Task<SlurmQueueView> ReadAsync(CancellationToken cancel)
    {
        var answer = await tools.RunAsync("squeue", ["-h", "-a", "-r", "-O", SlurmStates.Format], "", cancel);
        if (answer.Code != 0)
            throw new SlurmSilentException($"Slurm does not answer: {answer.Error.Trim()}");
        var jobs = SlurmStates.Read(answer.Output).Values.Select(j => (Job: j, Run: RunOf(j))).ToList();
        var others = jobs.Where(j => j.Run is null).ToList();
        return new(
            [.. jobs.Where(j => j.Run is not null).Select(j => Ours(j.Job, j.Run!))],
            others.Count(j => j.Job.State != "PENDING"), others.Count(j => j.Job.State == "PENDING"));
    }

    private static SlurmQueueJob Ours(SlurmJobLine job, string run) => new(
        job.Job, run, job.State, job.State == "PENDING" ? SlurmStates.Waits(job.Reason) : "", job.Time, job.Nodes, job.Restarts);

    private string? RunOf(SlurmJobLine job)
    {
        var run = SlurmManifest.TaskOf(home, job)?.Run.Id;
        return run is not null && Directory.Exists(home.Run(run).Root) ? run : null;
    }
}
