using System.Text.Json;
using LsKd.Core.Specs;
using LsKdWeb.Hosting;

namespace LsKdWeb.Jobs;

/// <summary>What a user decides for the whole site; <c>settings.json</c> in the home folder.</summary>
public sealed record SiteSettings
{
    /// <summary>Runs that may train on the CPU at once.</summary>
    public int CpuSlots { get; init; } = 1;

    /// <summary>GPUs that may be used, one run each; null takes all that the machine has.</summary>
    public int? Gpus { get; init; }

    /// <summary>CPU threads of a worker; 0 shares the cores out over the slots.</summary>
    public int WorkerThreads { get; init; }

    /// <summary>How far workers step back behind the site and other programs: 0 (not at all) to 19.</summary>
    public int WorkerNiceness { get; init; } = 10;

    /// <summary>Times that a run is taken up again after its worker died. A failure that the worker itself reports is never retried.</summary>
    public int CrashRetries { get; init; } = 1;

    /// <summary>Whether workers go on training when the server is stopped; otherwise they write a checkpoint and end.</summary>
    public bool KeepWorkersOnShutdown { get; init; } = true;

    /// <summary>Seconds that a worker has for its checkpoint when asked to stop, before it is killed.</summary>
    public int StopGraceSeconds { get; init; } = 60;

    /// <summary>Minutes without any sign of life after which a worker counts as hung and is killed.</summary>
    public int SilentMinutes { get; init; } = 15;

    /// <summary>Free disk space, in MiB, below which no run is started.</summary>
    public int MinFreeMegabytes { get; init; } = 200;

    /// <summary>Where runs are executed: <c>local</c> (this machine) or <c>slurm</c> (a cluster that shares the home folder).</summary>
    public string Launcher { get; init; } = "local";

    /// <summary>Partition of the cluster; empty takes the cluster's default.</summary>
    public string SlurmPartition { get; init; } = "";

    /// <summary>Memory of a run in MiB where its spec names none; 0 leaves it to the cluster.</summary>
    public int SlurmMemoryMb { get; init; }

    /// <summary>Time limit of a run in minutes where its spec names none; 0 leaves it to the cluster.</summary>
    public int SlurmTimeLimitMinutes { get; init; }

    /// <summary>Generic resources of a run whose spec asks for no GPU, as <c>--gres</c> names them; empty for none.</summary>
    public string SlurmGres { get; init; } = "";

    /// <summary>Type of the GPUs that specs ask for, as the cluster names it; empty takes any.</summary>
    public string SlurmGpuType { get; init; } = "";

    /// <summary>Further arguments of <c>sbatch</c>, such as <c>--account=NAME</c>.</summary>
    public IReadOnlyList<string> SlurmArguments { get; init; } = [];

    /// <summary>Threads that a worker gets where its spec names no number.</summary>
    public int ThreadsPerWorker() => WorkerThreads > 0 ? WorkerThreads : Math.Max(1, Environment.ProcessorCount / Math.Max(1, CpuSlots));
}

/// <summary>Reads and writes the settings.</summary>
public sealed class SiteSettingsFile
{
    private readonly string _path;
    private volatile SiteSettings _current;

    /// <summary>Reads the settings of a home folder; defaults where there are none.</summary>
    /// <exception cref="IOException">The file cannot be understood; the message names it.</exception>
    public SiteSettingsFile(HomeFolder home)
    {
        _path = Path.Combine(home.Root, "settings.json");
        _current = Read();
    }

    /// <summary>The settings in force.</summary>
    public SiteSettings Current => _current;

    /// <summary>Raised after a change.</summary>
    public event Action? Changed;

    /// <summary>Stores new settings and puts them in force.</summary>
    /// <exception cref="ArgumentException">A value makes no sense; the message names it.</exception>
    public async Task SaveAsync(SiteSettings settings, CancellationToken cancel = default)
    {
        Check(settings);
        await File.WriteAllTextAsync(_path + ".new", JsonSerializer.Serialize(settings, SpecJson.Indented), cancel);
        File.Move(_path + ".new", _path, overwrite: true);
        _current = settings;
        Changed?.Invoke();
    }

    private SiteSettings Read()
    {
        try
        {
            return File.Exists(_path) ? JsonSerializer.Deserialize<SiteSettings>(File.ReadAllText(_path), SpecJson.Options) ?? new() : new();
        }
        catch (JsonException e)
        {
            throw new IOException($"{_path} cannot be understood: {e.Message} Mend or delete it.", e);
        }
    }

    private static void Check(SiteSettings settings)
    {
        if (settings.Launcher is not ("local" or "slurm"))
            throw new ArgumentException($"launcher is \"{settings.Launcher}\"; it must be local or slurm.", nameof(settings));
        foreach (var (name, value, least) in ((string, int, int)[])
            [
                ("cpuSlots", settings.CpuSlots, 1), ("gpus", settings.Gpus ?? 0, 0), ("workerThreads", settings.WorkerThreads, 0),
                ("workerNiceness", settings.WorkerNiceness, 0), ("crashRetries", settings.CrashRetries, 0), ("stopGraceSeconds", settings.StopGraceSeconds, 1),
                ("silentMinutes", settings.SilentMinutes, 1), ("slurmMemoryMb", settings.SlurmMemoryMb, 0),
                ("slurmTimeLimitMinutes", settings.SlurmTimeLimitMinutes, 0), ("minFreeMegabytes", settings.MinFreeMegabytes, 0),
            ])
        {
            if (value < least)
                throw new ArgumentException($"{name} must be at least {least}.", nameof(settings));
        }
    }
}
