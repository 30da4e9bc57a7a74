using LsKd.Core.Runs;
using LsKdWeb.Hosting;

namespace LsKdWeb.Jobs.Launching.Slurm;

/// <summary>
/// Submits workers to a Slurm cluster that shares the home folder with this machine. Slots and teachers are left to Slurm. While its
/// controller is silent every job counts as living.
/// </summary>
internal sealed class SlurmLauncher(ISlurmTools tools, HomeFolder home, WorkerCommand command, SiteSettingsFile settings, SiteHealth health, TimeProvider clock)
    : IJobLauncher
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AfterSilence = TimeSpan.FromSeconds(10);
    private IReadOnlyDictionary<string, JobStatus>? _listing;
    private long? _listed;

    /// <inheritdoc/>
    public string Name => "slurm";

    /// <inheritdoc/>
    public bool OwnsQueue => true;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Slurm refuses the job; the message is Slurm's.</exception>
    public async Task<string> StartAsync(JobRequest request, CancellationToken cancel)
    {
        // Slurm shares its nodes out by itself: nobody steps back there.
        var line = command.Line(request with { Niceness = 0 }, home.Data);
        var script = SlurmJob.Script(line, settings.Current.CrashRetries);
        // Once submitted, a job's number must be kept: the stop of the server does not interrupt it.
        var answer = await tools.RunAsync("sbatch", SlurmJob.Arguments(request, settings.Current), script, CancellationToken.None);
        if (answer.Code != 0)
            throw new InvalidOperationException($"Slurm refused the job: {answer.Error.Trim()}");
        _listed = null;
        return SlurmHandle.Of(answer.Output.Trim().Split(';')[0]);
    }

    /// <inheritdoc/>
    public async Task<string?> FindAsync(RunFolder folder, int attempt, CancellationToken cancel)
    {
        var answer = await tools.RunAsync(
            "squeue", ["-h", "-a", "-t", "all", "--me", $"--name={SlurmJob.Name(folder.Id, attempt)}", "-o", "%i"], "", cancel);
        if (answer.Code != 0)
            throw new SlurmSilentException($"Slurm does not answer: {answer.Error.Trim()}");
        return answer.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries) is [var number, ..] ? SlurmHandle.Of(number.Trim()) : null;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, JobStatus>> QueryAsync(IReadOnlyCollection<string> handles, CancellationToken cancel)
    {
        if (handles.Count == 0)
            return new Dictionary<string, JobStatus>();
        await RefreshAsync(cancel);
        var known = new Dictionary<string, JobStatus>();
        foreach (var handle in _listing is null ? [] : handles)
            if (await StatusAsync(SlurmHandle.Number(handle), _listing!, cancel) is { } status)
                known[handle] = status;
        return known;
    }

    /// <inheritdoc/>
    public async Task StopAsync(string handle, bool atOnce, CancellationToken cancel)
    {
        string[] signal = atOnce ? ["--signal=KILL", "--full"] : [];
        try
        {
            await tools.RunAsync("scancel", [.. signal, SlurmHandle.Number(handle)], "", cancel);
            if (atOnce)
                await tools.RunAsync("scancel", [SlurmHandle.Number(handle)], "", cancel);
            _listed = null;
        }
        catch (SlurmSilentException e)
        {
            health.Report("slurm", e.Message);
        }
    }

    private async Task RefreshAsync(CancellationToken cancel)
    {
        if (_listed is { } then && clock.GetElapsedTime(then) < (_listing is null ? AfterSilence : Fresh))
            return;
        _listed = clock.GetTimestamp();
        try
        {
            var answer = await tools.RunAsync("squeue", ["-h", "-a", "-t", "all", "--me", "-o", SlurmStates.Format], "", cancel);
            if (answer.Code != 0)
                throw new SlurmSilentException($"Slurm does not answer: {answer.Error.Trim()}");
            _listing = SlurmStates.Read(answer.Output);
            health.Report("slurm", null);
        }
        catch (SlurmSilentException e)
        {
            _listing = null;
            health.Report("slurm", $"{e.Message} Its jobs go on; nothing is concluded about them until it answers.");
        }
    }

    // A job that is over, or that the queue no longer lists, is asked for by its number: only that tells how it ended.
    private async Task<JobStatus?> StatusAsync(string number, IReadOnlyDictionary<string, JobStatus> listing, CancellationToken cancel)
    {
        if (listing.TryGetValue(number, out var status) && status.Phase != JobPhase.Gone)
            return status;
        try
        {
            var answer = await tools.RunAsync("scontrol", ["show", "job", "-o", number], "", cancel);
            return answer.Code == 0 ? SlurmStates.Ended(answer.Output)
                : answer.Error.Contains("Invalid job id", StringComparison.OrdinalIgnoreCase) ? new JobStatus(JobPhase.Gone, "Slurm no longer knows its job")
                : null;
        }
        catch (SlurmSilentException)
        {
            return null;
        }
    }
}
