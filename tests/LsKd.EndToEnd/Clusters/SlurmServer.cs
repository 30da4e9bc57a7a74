using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.EndToEnd.Faults;
using LsKd.Store.Contracts;
using LsKdWeb.Jobs;

namespace LsKd.EndToEnd.Clusters;

/// <summary>A server whose runs go to a Slurm cluster of one node on this machine, started and stopped by <c>tests/scripts</c>.</summary>
public sealed class SlurmServer : FaultServer
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly HashSet<string> hurried = [];
    private string? reference;
    private readonly string cluster = Directory.CreateTempSubdirectory("lskd-slurm-").FullName;

    /// <summary>The settings that the server starts with.</summary>
    public SiteSettings Settings { get; } = Patient with { Launcher = "slurm", SlurmPartition = "all" };

    /// <inheritdoc/>
    protected override SiteSettings Initial => Settings;

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, string> Variables =>
        new Dictionary<string, string> { ["SLURM_CONF"] = Path.Combine(cluster, "slurm.conf") };

    /// <summary>Runs one of Slurm's tools, or a script of <c>tests/scripts</c>, and returns what it says.</summary>
    public async Task<string> RunAsync(string tool, params string[] arguments)
    {
        var start = new ProcessStartInfo(tool, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["SLURM_CONF"] = Variables["SLURM_CONF"];
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"{tool}: {await error}");
    }

    /// <summary>A run of a spec that nothing disturbed; made once, so that every call must name the same spec.</summary>
    public async Task<string> UndisturbedAsync(RunSpec spec)
    {
        reference ??= await StartRunAsync(spec);
        await FinishInHasteAsync(reference);
        return reference;
    }

    /// <summary>What Slurm knows of a job.</summary>
    public Task<string> JobAsync(string number) => RunAsync("scontrol", "show", "job", "-o", number);

    /// <summary>Does something while the cluster takes jobs but starts none.</summary>
    public async Task WhileClosedAsync(Func<Task> what)
    {
        await RunAsync("scontrol", "update", "PartitionName=all", "State=DOWN");
        try
        {
            await what();
        }
        finally
        {
            await RunAsync("scontrol", "update", "PartitionName=all", "State=UP");
        }
    }

    /// <summary>Does something while the controller is stopped, so that nobody answers; it keeps what it knew.</summary>
    public async Task WhileSilentAsync(Func<Task> what)
    {
        var controller = int.Parse(await File.ReadAllTextAsync(Path.Combine(cluster, "slurmctld.pid")), CultureInfo.InvariantCulture);
        await RunAsync("kill", "-TERM", $"{controller}");
        await AwaitAsync(() => Task.FromResult(ProcessHandle.Of(controller) is null));
        try
        {
            await what();
        }
        finally
        {
            await RunAsync("/usr/sbin/slurmctld");
            // It may count a node's GPUs wrongly that were given back while it was away.
            await AwaitAsync(() => AnswersAsync("scontrol", "ping"));
            await RunAsync("scontrol", "reconfigure");
        }
    }

    private async Task<bool> AnswersAsync(string tool, params string[] arguments)
    {
        try
        {
            return (await RunAsync(tool, arguments)).Contains("is UP", StringComparison.Ordinal);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Waits until runs are finished, and lets no job that comes back wait.</summary>
    public Task<IReadOnlyList<RunSummary>> FinishInHasteAsync(params string[] ids) => InHasteAsync(ids, run => run.State.IsFinal());

    /// <summary>Waits until something holds of each run, and lets no job that comes back wait.</summary>
    public async Task<IReadOnlyList<RunSummary>> InHasteAsync(string[] ids, Func<RunSummary, bool> condition)
    {
        using var deadline = new CancellationTokenSource(Patience);
        while (true)
        {
            var runs = new List<RunSummary>();
            foreach (var id in ids)
                runs.Add((await FindAsync(id)).Summary);
            if (runs.All(condition))
                return runs;
            Assert.False(deadline.IsCancellationRequested, $"Waited in vain: {string.Join(", ", runs.Select(r => $"{r.State} {r.Reason}"))}\n{Output}");
            foreach (var held in runs.Where(r => r.State == RunState.Queued && r.Reason.Contains("BeginTime", StringComparison.Ordinal)))
                await HurryOnceAsync((await FindAsync(held.Id)).Attempts[^1]);
            await Task.Delay(100, CancellationToken.None);
        }
    }

    /// <summary>Number of an attempt's job.</summary>
    public static string Number(RunAttempt attempt) => attempt.Handle["slurm:".Length..].Split('+')[0];

    // Lifts the two minutes for which Slurm holds a job that comes back; a node refuses one that comes back at once.
    private async Task HurryOnceAsync(RunAttempt attempt)
    {
        if (hurried.Add(attempt.Handle))
            await RunAsync("scontrol", "update", $"JobId={Number(attempt)}", "StartTime=now+3");
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await RunAsync(Script("slurm-down.sh"), cluster);
        Directory.Delete(cluster, recursive: true);
    }

    /// <inheritdoc/>
    protected override async Task PrepareAsync()
    {
        await RunAsync(Script("slurm-up.sh"), cluster, $"{FreePorts()}");
        await base.PrepareAsync();
    }

    private static string Script(string name) => Path.Combine(Repository.Root, "tests", "scripts", name);

    // Slurm takes this one and the next.
    private static int FreePorts()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
