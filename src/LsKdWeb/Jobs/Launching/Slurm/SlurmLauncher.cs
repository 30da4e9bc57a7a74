using LsKd.Core.Runs;
using LsKdWeb.Hosting;

namespace LsKdWeb.Jobs.Launching.Slurm;

/// <summary>
/// Submits workers to a Slurm cluster that shares the home folder with this machine, as arrays where it can. Slots and teachers are
/// left to Slurm. While its controller is silent every job counts as living.
/// </summary>
internal sealed class SlurmLauncher(ISlurmTools tools, HomeFolder home, WorkerCommand command, SiteSettingsFile settings, SlurmListing listing)
    : IJobLauncher
{
    private const int UsualArraySize = 1001;
    private static readonly string[] Unknown = ["Invalid job id", "not found"];
    private int? _arraySize;

    /// <inheritdoc/>
    public string Name => "slurm";

    /// <inheritdoc/>
    public bool OwnsQueue => true;

    /// <inheritdoc/>
    public async Task<string?> ObstacleAsync(CancellationToken cancel)
    {
        await listing.JobsAsync(cancel);
        return listing.Silence;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<IReadOnlyList<JobRequest>>> BundleAsync(IReadOnlyList<JobRequest> requests, CancellationToken cancel) =>
        SlurmBundles.Of(requests, requests.Count > 1 ? _arraySize ??= await SlurmConfig.ArraySizeAsync(tools, cancel) ?? UsualArraySize : UsualArraySize);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Slurm refuses the job; the message is Slurm's.</exception>
    public async Task<IReadOnlyList<string>> StartAsync(IReadOnlyList<JobRequest> bundle, CancellationToken cancel)
    {
        var name = bundle.Count == 1 ? SlurmJob.Name(bundle[0].Folder.Id, bundle[0].Attempt) : $"{SlurmJob.Prefix}array-{RunId.New()}";
        if (bundle.Count > 1)
            SlurmManifest.Write(home, name, bundle);
        // Slurm shares its nodes out by itself: nobody steps back there.
        var line = command.Line(SlurmJob.FolderWord, SlurmJob.AttemptWord, bundle[0].Threads, 0, home.Data);
        var script = SlurmJob.Script(bundle, line, SlurmManifest.Path(home, name), settings.Current);
        // Once submitted, a job's number must be kept: the stop of the server does not interrupt it.
        var answer = await tools.RunAsync("sbatch", SlurmJob.Arguments(bundle, name, settings.Current), script, CancellationToken.None);
        if (answer.Code != 0)
            throw new InvalidOperationException($"Slurm refused the job: {answer.Error.Trim()}");
        listing.Expire();
        var number = answer.Output.Trim().Split(';')[0];
        return bundle.Count == 1
            ? [new SlurmHandle(number).ToString()]
            : [.. SlurmBundles.Indices(bundle).Select(i => new SlurmHandle($"{number}_{i}").ToString())];
    }

    /// <inheritdoc/>
    public async Task<string?> FindAsync(RunFolder folder, int attempt, CancellationToken cancel)
    {
        if (await ObstacleAsync(cancel) is { } silence)
            throw new SlurmSilentException(silence);
        if (await NumberAsync(SlurmJob.Name(folder.Id, attempt), _ => true, cancel) is { } alone)
            return new SlurmHandle(alone).ToString();
        if (SlurmManifest.Find(home, folder, attempt) is not { } task)
            return null;
        return await NumberAsync(task.Name, n => n.EndsWith($"_{task.Index}", StringComparison.Ordinal), cancel) is { } number
            ? new SlurmHandle(number).ToString()
            : null;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, JobStatus>> QueryAsync(IReadOnlyCollection<string> handles, CancellationToken cancel)
    {
        if (handles.Count == 0 || await listing.JobsAsync(cancel) is not { } jobs)
            return new Dictionary<string, JobStatus>();
        var known = new Dictionary<string, JobStatus>();
        foreach (var handle in handles)
        {
            var job = SlurmHandle.Parse(handle);
            if (jobs.TryGetValue(job.Job, out var line))
                known[handle] = SlurmTimeLimit.Judged(home, job, line, SlurmStates.Of(job, line));
            else if (await UnlistedAsync(job.Job, cancel) is { } status)
                known[handle] = status;
        }
        return known;
    }

    /// <inheritdoc/>
    public async Task StopAsync(string handle, bool atOnce, CancellationToken cancel)
    {
        var job = SlurmHandle.Parse(handle).Job;
        string[] signal = atOnce ? ["--signal=KILL", "--full"] : [];
        try
        {
            await tools.RunAsync("scancel", [.. signal, job], "", cancel);
            if (atOnce)
                await tools.RunAsync("scancel", [job], "", cancel);
            listing.Expire();
        }
        catch (SlurmSilentException)
        {
            // The listing meets the silence too and says so; whoever wanted the stop asks again.
        }
    }

    private async Task<string?> NumberAsync(string name, Func<string, bool> fits, CancellationToken cancel)
    {
        var answer = await tools.RunAsync("squeue", ["-h", "-a", "-r", "-t", "all", "--me", $"--name={name}", "-o", "%i"], "", cancel);
        if (answer.Code != 0)
            throw new SlurmSilentException($"Slurm does not answer: {answer.Error.Trim()}");
        return answer.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault(fits);
    }

    // Too young for the listing, or so old that the controller has forgotten it: then accounting may know, where the cluster has it.
    private async Task<JobStatus?> UnlistedAsync(string job, CancellationToken cancel)
    {
        try
        {
            var record = await tools.RunAsync("scontrol", ["show", "job", "-o", job], "", cancel);
            var said = record.Output + record.Error;
            if (record.Code == 0 || !Unknown.Any(u => said.Contains(u, StringComparison.OrdinalIgnoreCase)))
                return null;
            var account = await tools.RunAsync("sacct", ["-n", "-P", "-X", "-j", job, "-o", "State,ExitCode"], "", cancel);
            return (account.Code == 0 ? SlurmStates.Accounted(account.Output) : null) ?? Forgotten(job);
        }
        catch (SlurmSilentException)
        {
            return null;
        }
        catch (InvalidOperationException)
        {
            return Forgotten(job);
        }
    }

    // A task that is cancelled while its array waits leaves no trace.
    private static JobStatus Forgotten(string job) => new SlurmHandle(job).Array is null
        ? new(JobPhase.Gone, "Slurm no longer knows its job")
        : new(JobPhase.Gone, "its task was taken out of its job array") { Began = false, Cancelled = true };
}
