using LsKd.Core.Runs;
using LsKdWeb.Jobs.Launching.Slurm;

namespace LsKdWeb.Jobs.Launching;

/// <summary>The launcher that the settings choose; jobs that another one started are still looked after by that one.</summary>
internal sealed class SiteLauncher(LocalLauncher local, SlurmLauncher slurm, SiteSettingsFile settings) : IJobLauncher
{
    /// <inheritdoc/>
    public string Name => Chosen.Name;

    /// <inheritdoc/>
    public bool OwnsQueue => Chosen.OwnsQueue;

    private IJobLauncher Chosen => settings.Current.Launcher == "slurm" ? slurm : local;

    /// <inheritdoc/>
    public Task<string?> ObstacleAsync(CancellationToken cancel) => Chosen.ObstacleAsync(cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<IReadOnlyList<JobRequest>>> BundleAsync(IReadOnlyList<JobRequest> requests, CancellationToken cancel) =>
        Chosen.BundleAsync(requests, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> StartAsync(IReadOnlyList<JobRequest> bundle, CancellationToken cancel) => Chosen.StartAsync(bundle, cancel);

    /// <inheritdoc/>
    public async Task<string?> FindAsync(RunFolder folder, int attempt, CancellationToken cancel) =>
        await local.FindAsync(folder, attempt, cancel) ?? (Chosen == slurm ? await slurm.FindAsync(folder, attempt, cancel) : null);

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, JobStatus>> QueryAsync(IReadOnlyCollection<string> handles, CancellationToken cancel)
    {
        var here = await local.QueryAsync([.. handles.Where(h => !SlurmHandle.Is(h))], cancel);
        var there = await slurm.QueryAsync([.. handles.Where(SlurmHandle.Is)], cancel);
        return here.Concat(there).ToDictionary();
    }

    /// <inheritdoc/>
    public Task StopAsync(string handle, bool atOnce, CancellationToken cancel) =>
        SlurmHandle.Is(handle) ? slurm.StopAsync(handle, atOnce, cancel) : local.StopAsync(handle, atOnce, cancel);
}
