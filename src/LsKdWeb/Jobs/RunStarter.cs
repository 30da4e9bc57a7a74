using LsKd.Core.Runs;
using LsKd.Store.Commands;
using LsKdWeb.Hosting;
using LsKdWeb.Jobs.Launching;
using LsKdWeb.Jobs.Launching.Slurm;
using LsKdWeb.Jobs.Scheduling;

namespace LsKdWeb.Jobs;

/// <summary>Takes a waiting run and starts its worker.</summary>
internal sealed class RunStarter(
    RunLifecycle lifecycle, IJobLauncher launcher, SiteSettingsFile settings, HomeFolder home, ILogger<RunStarter> log)
{
    /// <summary>Starts a run; one that cannot be started fails with the reason.</summary>
    public async Task StartAsync(WaitingRun run, StartRun start, CancellationToken cancel)
    {
        if (await lifecycle.ClaimAsync(run.Id, launcher.Name, start.Device, cancel) is not { } attempt)
            return;
        if (await LaunchAsync(run, attempt, start, cancel) is not { } handle)
            return;
        // Once a worker lives its handle must be kept, even while the server stops.
        await lifecycle.LaunchedAsync(run.Id, attempt, handle, CancellationToken.None);
        log.LogInformation("Run {Id} started (attempt {Attempt}).", run.Id, attempt);
    }

    private async Task<string?> LaunchAsync(WaitingRun run, int attempt, StartRun start, CancellationToken cancel)
    {
        try
        {
            return await launcher.StartAsync(Request(run, attempt, start), cancel);
        }
        catch (SlurmSilentException e)
        {
            // It may have been submitted all the same: the next look asks for it by name.
            log.LogWarning("Run {Id}, attempt {Attempt}: {Message}", run.Id, attempt, e.Message);
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or InvalidOperationException or IOException)
        {
            log.LogError(e, "Run {Id} could not be started.", run.Id);
            var end = new AttemptEnd(RunState.Failed, "failed", $"The worker could not be started: {e.Message}");
            await lifecycle.EndAsync(run.Id, attempt, end, CancellationToken.None);
        }
        return null;
    }

    private JobRequest Request(WaitingRun run, int attempt, StartRun start)
    {
        var threads = run.Resources.Threads > 0 ? run.Resources.Threads : settings.Current.ThreadsPerWorker();
        return new JobRequest(home.Run(run.Id), attempt, threads, start.Device, run.Resources, start.After) { Niceness = settings.Current.WorkerNiceness };
    }
}
