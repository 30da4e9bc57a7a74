using System.Data.Common;
using LsKd.Store;

namespace LsKdWeb.Jobs.Launching.Slurm;

/// <summary>Has <see cref="SlurmPriorities"/> look every two seconds.</summary>
internal sealed class SlurmPriorityKeeper(SlurmPriorities priorities) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await KeepAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private async Task KeepAsync(CancellationToken cancel)
    {
        try
        {
            await priorities.KeepAsync(cancel);
        }
        catch (Exception e) when (e is SlurmSilentException or InvalidOperationException or StoreUnavailableException or DbException or IOException)
        {
            // The job engine meets the same and says so; the next look tries again.
        }
    }
}
