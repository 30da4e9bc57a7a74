using LsKd.Core.Runs;
using LsKd.Store.Commands;
using LsKdWeb.Hosting;
using LsKdWeb.Jobs.Launching;
using LsKdWeb.Jobs.Launching.Slurm;
using LsKdWeb.Jobs.Scheduling;

namespace LsKdWeb.Jobs;

/// <summary>Takes waiting runs and starts their workers.</summary>
internal sealed class RunStarter(
    RunLifecycle lifecycle, IJobLauncher launcher, SiteSettingsFile settings, HomeFolder home, ILogger<RunStarter> log)
{
    /// <summary>Starts runs, together where the launcher can; those that cannot be started fail with the reason.</summary>
    public async Task StartAsync(IReadOnlyList<(WaitingRun Run, StartRun Start)> chosen, CancellationToken cancel)
    {
        var requests = new List<JobRequest>();
        var top = chosen.Count > 0 ? await TopAsync(chosen, cancel) : 0;
        foreach (var (run, start) in chosen)
            if (await lifecycle.ClaimAsync(run.Id, launcher.Name, start.Device, launcher.OwnsQueue ? "Is being submitted." : null, cancel) is { } attempt)
                requests.Add(Request(run, attempt, start) with { Behind = top - run.Priority });
        foreach (var bundle in await launcher.BundleAsync(requests, cancel))
            await StartAsync(bundle, cancel);
    }

    private async Task StartAsync(IReadOnlyList<JobRequest> bundle, CancellationToken cancel)
    {
        if (await LaunchAsync(bundle, cancel) is not { } handles)
            return;
        // Once a worker lives its handle must be kept, even while the server stops.
        foreach (var (request, handle) in bundle.Zip(handles))
        {
            await lifecycle.LaunchedAsync(request.Folder.Id, request.Attempt, handle, CancellationToken.None);
            log.LogInformation("Run {Id} {Verb} (attempt {Attempt}).", request.Folder.Id, launcher.OwnsQueue ? "submitted" : "started", request.Attempt);
        }
    }

    private async Task<IReadOnlyList<string>?> LaunchAsync(IReadOnlyList<JobRequest> bundle, CancellationToken cancel)
    {
        try
        {
            return await launcher.StartAsync(bundle, cancel);
        }
        catch (SlurmSilentException e)
        {
            // They may have been submitted all the same: the next look asks for them by name.
            log.LogWarning("{Runs}: {Message}", string.Join(", ", bundle.Select(r => r.Folder.Id)), e.Message);
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or InvalidOperationException or IOException)
        {
            log.LogError(e, "{Runs} could not be started.", string.Join(", ", bundle.Select(r => r.Folder.Id)));
            var end = new AttemptEnd(RunState.Failed, "failed", $"The worker could not be started: {e.Message}");
            foreach (var request in bundle)
                await lifecycle.EndAsync(request.Folder.Id, request.Attempt, end, CancellationToken.None);
        }
        return null;
    }

    private async Task<int> TopAsync(IEnumerable<(WaitingRun Run, StartRun Start)> chosen, CancellationToken cancel)
    {
        var top = chosen.Max(c => c.Run.Priority);
        if (!launcher.OwnsQueue)
            return top;
        var submitted = (await lifecycle.ActiveAsync(cancel)).Where(r => r.State is RunState.Queued && r.Launcher == launcher.Name);
        return submitted.Select(r => r.Priority).Append(top).Max();
    }

    private JobRequest Request(WaitingRun run, int attempt, StartRun start)
    {
        var threads = run.Resources.Threads > 0 ? run.Resources.Threads : settings.Current.ThreadsPerWorker();
        return new JobRequest(home.Run(run.Id), attempt, threads, start.Device, run.Resources, start.After) { Niceness = settings.Current.WorkerNiceness };
    }
}
