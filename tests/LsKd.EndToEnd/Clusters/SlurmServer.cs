using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using LsKd.EndToEnd.Faults;
using LsKdWeb.Jobs;

namespace LsKd.EndToEnd.Clusters;

/// <summary>A server whose runs go to a Slurm cluster of one node on this machine, started and stopped by <c>tests/scripts</c>.</summary>
public sealed class SlurmServer : FaultServer
{
    private readonly string cluster = Directory.CreateTempSubdirectory("lskd-slurm-").FullName;

    /// <inheritdoc/>
    protected override SiteSettings Initial => Patient with { Launcher = "slurm", SlurmPartition = "all" };

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
