using LsKdWeb.Jobs;

namespace LsKdWeb.Components.Pages.Site;

/// <summary>The site's settings while they are edited.</summary>
internal sealed class SettingsForm(SiteSettings settings)
{
    public int CpuSlots { get; set; } = settings.CpuSlots;

    public int? Gpus { get; set; } = settings.Gpus;

    public int WorkerThreads { get; set; } = settings.WorkerThreads;

    public int WorkerNiceness { get; set; } = settings.WorkerNiceness;

    public int CrashRetries { get; set; } = settings.CrashRetries;

    public int StopGraceSeconds { get; set; } = settings.StopGraceSeconds;

    public int SilentMinutes { get; set; } = settings.SilentMinutes;

    public int MinFreeMegabytes { get; set; } = settings.MinFreeMegabytes;

    public bool KeepWorkersOnShutdown { get; set; } = settings.KeepWorkersOnShutdown;

    public string Launcher { get; set; } = settings.Launcher;

    public string SlurmPartition { get; set; } = settings.SlurmPartition;

    public int SlurmMemoryMb { get; set; } = settings.SlurmMemoryMb;

    public int SlurmTimeLimitMinutes { get; set; } = settings.SlurmTimeLimitMinutes;

    public string SlurmGres { get; set; } = settings.SlurmGres;

    public string SlurmGpuType { get; set; } = settings.SlurmGpuType;

    public string SlurmArguments { get; set; } = string.Join(' ', settings.SlurmArguments);

    /// <summary>Whether runs go to a cluster.</summary>
    public bool IsSlurm => Launcher == "slurm";

    /// <summary>The settings with what was edited.</summary>
    public SiteSettings Apply(SiteSettings current) => current with
    {
        CpuSlots = CpuSlots, Gpus = Gpus, WorkerThreads = WorkerThreads, WorkerNiceness = WorkerNiceness, CrashRetries = CrashRetries,
        StopGraceSeconds = StopGraceSeconds, SilentMinutes = SilentMinutes, MinFreeMegabytes = MinFreeMegabytes,
        KeepWorkersOnShutdown = KeepWorkersOnShutdown, Launcher = Launcher, SlurmPartition = SlurmPartition.Trim(), SlurmMemoryMb = SlurmMemoryMb,
        SlurmTimeLimitMinutes = SlurmTimeLimitMinutes, SlurmGres = SlurmGres.Trim(), SlurmGpuType = SlurmGpuType.Trim(),
        SlurmArguments = SlurmArguments.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
    };
}
