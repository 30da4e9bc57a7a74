using LsKdWeb.Jobs.Launching;
using LsKdWeb.Jobs.Launching.Slurm;

namespace LsKdWeb.Jobs;

/// <summary>Registers the job engine.</summary>
internal static class JobsSetup
{
    /// <summary>Everything but the loop itself.</summary>
    public static IServiceCollection AddJobs(this IServiceCollection services) => services
        .AddSingleton<SiteSettingsFile>()
        .AddSingleton<SiteHealth>()
        .AddSingleton<DiskRoom>()
        .AddSingleton(WorkerCommand.Self())
        .AddSingleton<LocalLauncher>()
        .AddSingleton<ISlurmTools, SlurmTools>()
        .AddSingleton<SlurmCheck>()
        .AddSingleton<SlurmQueue>()
        .AddSingleton<SlurmListing>()
        .AddSingleton<SlurmLauncher>()
        .AddSingleton<SlurmPriorities>()
        .AddSingleton<IJobLauncher, SiteLauncher>()
        .AddSingleton<RunStarter>()
        .AddSingleton<WorkerWatch>();

    /// <summary>The loop that runs the queue; for the one process that holds the engine's lock.</summary>
    public static IServiceCollection AddSupervisor(this IServiceCollection services) => services
        .AddSingleton<Supervisor>()
        .AddHostedService(s => s.GetRequiredService<Supervisor>())
        .AddHostedService<SlurmPriorityKeeper>();
}
