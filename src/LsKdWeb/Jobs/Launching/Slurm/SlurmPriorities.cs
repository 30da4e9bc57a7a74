using LsKd.Core.Runs;
using LsKd.Store.Commands;

namespace LsKdWeb.Jobs.Launching.Slurm;

/// <summary>Keeps the nice values of waiting jobs in step with the priorities of their runs.</summary>
internal sealed class SlurmPriorities(
    RunLifecycle lifecycle, SlurmListing listing, ISlurmTools tools, SiteSettingsFile settings, ILogger<SlurmPriorities> log)
{
    private const int AtOnce = 100;
    private readonly Dictionary<string, long> _refused = [];

    /// <summary>Looks once, and tells Slurm what differs.</summary>
    public async Task KeepAsync(CancellationToken cancel)
    {
        var runs = (await lifecycle.ActiveAsync(cancel)).Where(r => r.State is RunState.Queued && SlurmHandle.Is(r.Handle)).ToList();
        if (runs.Count == 0 || await listing.JobsAsync(cancel) is not { } jobs)
            return;
        var waiting = runs.Select(r => (Job: jobs.GetValueOrDefault(SlurmHandle.Parse(r.Handle).Job), r.Priority)).Where(r => r.Job is { State: "PENDING" }).ToList();
        if (waiting.Count == 0)
            return;
        var top = waiting.Max(r => r.Priority);
        var wrong = waiting.Select(r => (Job: r.Job!, Nice: SlurmNice.Of(top - r.Priority, settings.Current)))
            .Where(r => r.Job.Nice != r.Nice && _refused.GetValueOrDefault(r.Job.Job, -1) != r.Nice);
        foreach (var jobsAlike in wrong.GroupBy(r => r.Nice, r => r.Job.Job))
            foreach (var some in jobsAlike.Chunk(AtOnce))
                await ChangeAsync(some, jobsAlike.Key, cancel);
    }

    // What Slurm refuses is not asked for again: the order is then the one in which the jobs came.
    private async Task ChangeAsync(IReadOnlyList<string> jobs, long nice, CancellationToken cancel)
    {
        var answer = await tools.RunAsync("scontrol", ["update", $"JobId={string.Join(',', jobs)}", $"Nice={nice}"], "", cancel);
        listing.Expire();
        if (answer.Code == 0)
            return;
        foreach (var job in jobs)
            _refused[job] = nice;
        log.LogWarning("Slurm does not change the priority of {Jobs}: {Answer}", string.Join(", ", jobs), answer.Error.Trim());
    }
}
