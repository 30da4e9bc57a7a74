using LsKd.Core.Specs;
using LsKdWeb.Hosting;

namespace LsKdWeb.Jobs.Launching.Slurm;

/// <summary>Tests the connection to a cluster: everything that a run needs, as far as this machine can tell.</summary>
internal sealed class SlurmCheck(ISlurmTools tools, SiteSettingsFile settings, HomeFolder home)
{
    private const string RequeueExit = "RequeueExit";
    private static readonly string[] Tools = ["sbatch", "squeue", "scancel", "scontrol", "sinfo"];
    private static readonly string[] SharedSystems = ["nfs", "lustre", "gpfs", "beegfs", "ceph", "smb", "cifs", "afs", "fuse", "9p"];

    /// <summary>Looks at everything; what needs an answer of the controller is left out while it is silent.</summary>
    public async Task<IReadOnlyList<Finding>> LookAsync(CancellationToken cancel)
    {
        var installed = await ToolsAsync(cancel);
        if (!installed.Good)
            return [installed];
        var controller = await AskAsync("Controller", "scontrol", ["ping"], cancel);
        if (!controller.Good)
            return [installed, controller, Home([])];
        var config = await SlurmConfig.ReadAsync(tools, cancel) ?? new Dictionary<string, string>();
        return
        [
            installed, controller, .. await PartitionsAsync(cancel), await TrialAsync(cancel), ComingBack(config), Arrays(config),
            Home(await NodesAsync(cancel)),
        ];
    }

    private async Task<Finding> ToolsAsync(CancellationToken cancel)
    {
        var versions = new List<string>();
        foreach (var tool in Tools)
        {
            try
            {
                versions.Add((await tools.RunAsync(tool, ["--version"], "", cancel)).Output.Trim());
            }
            catch (InvalidOperationException e)
            {
                return new("Slurm's programs", e.Message, false, "Install Slurm's client programs on this machine (Debian and Ubuntu: slurm-client), with the cluster's slurm.conf.");
            }
        }
        return new("Slurm's programs", $"{string.Join(", ", Tools)}: {string.Join(", ", versions.Distinct())}");
    }

    private async Task<Finding> AskAsync(string topic, string tool, IReadOnlyList<string> arguments, CancellationToken cancel)
    {
        try
        {
            var answer = await tools.RunAsync(tool, arguments, "", cancel);
            return answer.Code == 0 ? new(topic, answer.Output.Trim()) : new(topic, answer.Error.Trim(), false, Unreachable);
        }
        catch (SlurmSilentException e)
        {
            return new(topic, e.Message, false, Unreachable);
        }
    }

    private const string Unreachable = "Is slurmctld running, and does SLURM_CONF or /etc/slurm/slurm.conf name it? Runs that were submitted go on meanwhile.";

    private async Task<IReadOnlyList<Finding>> PartitionsAsync(CancellationToken cancel)
    {
        var listing = await AskAsync("Partitions", "sinfo", ["-h", "-o", "%P|%a|%l|%D|%c|%m|%G"], cancel);
        if (!listing.Good)
            return [listing];
        var partitions = listing.Value.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('|')).Where(p => p.Length == 7).ToList();
        var findings = partitions.Select(Partition).ToList();
        var names = partitions.Select(p => p[0].TrimEnd('*')).ToList();
        foreach (var wanted in settings.Current.SlurmPartition.Split(',', StringSplitOptions.RemoveEmptyEntries).Except(names))
            findings.Add(new($"Partition {wanted}", "the cluster has none of this name", false, $"Choose one of {string.Join(", ", names)} in the settings."));
        return findings;
    }

    private static Finding Partition(string[] p) => new(
        $"Partition {p[0].TrimEnd('*')}{(p[0].EndsWith('*') ? " (default)" : "")}",
        $"{p[1]}; time limit {p[2]}; nodes: {p[3]}, each with {p[4]} CPUs and {p[5]} MiB{(p[6] is "(null)" or "" ? "" : $", {p[6]}")}",
        p[1] == "up", p[1] == "up" ? "" : "It starts no jobs at present.");

    // Slurm says whether such a job could start, or why it never would; nothing is submitted.
    private async Task<Finding> TrialAsync(CancellationToken cancel)
    {
        const string topic = "A run as the settings ask for it";
        try
        {
            string[] arguments = ["--test-only", "--ntasks=1", $"--cpus-per-task={settings.Current.ThreadsPerWorker()}", .. SlurmJob.Options(new ResourceSpec(), settings.Current)];
            var answer = await tools.RunAsync("sbatch", arguments, "#!/bin/sh\n", cancel);
            var said = (answer.Error + answer.Output).Trim();
            return answer.Code == 0 ? new(topic, $"Slurm would take it{Where(said)}") : new(topic, said, false, "Change the partition, memory, time limit or further arguments in the settings.");
        }
        catch (SlurmSilentException e)
        {
            return new(topic, e.Message, false, Unreachable);
        }
    }

    // The start that Slurm names is only a guess, and far off where running jobs have no limit.
    private static string Where(string said) => said.IndexOf(" using ", StringComparison.Ordinal) is > 0 and var at ? $",{said[at..]}" : "";

    private static Finding ComingBack(IReadOnlyDictionary<string, string> config)
    {
        var codes = config.GetValueOrDefault(RequeueExit, "");
        return codes.Split(',').Contains("85")
            ? new("Runs that come back", $"{RequeueExit} holds 85: after a time limit or a lost worker Slurm queues the same job again")
            : new("Runs that come back", $"{RequeueExit} is {(codes.Length > 0 ? codes : "not set")}",
                Advice: "After a time limit or a lost worker the server submits a new job, and jobs of waiting students with it. With RequeueExit=85 in slurm.conf Slurm itself queues the same job again.");
    }

    private static Finding Arrays(IReadOnlyDictionary<string, string> config) =>
        config.GetValueOrDefault("MaxArraySize") is { } size
            ? new("Job arrays", size is "0" or "1" ? "not allowed here: every run is a job of its own" : $"up to {size} runs each")
            : new("Job arrays", "the cluster does not say how large they may be", Advice: "1001 is taken, Slurm's default.");

    private async Task<IReadOnlyList<string>> NodesAsync(CancellationToken cancel)
    {
        var nodes = await AskAsync("Nodes", "sinfo", ["-h", "-N", "-o", "%N"], cancel);
        return nodes.Good ? [.. nodes.Value.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct()] : [];
    }

    private Finding Home(IReadOnlyList<string> nodes)
    {
        var system = FileSystem();
        var place = $"{home.Root} on a file system of type {system}";
        if (nodes.Count == 1 && nodes[0] == Environment.MachineName.Split('.')[0])
            return new("Home folder on the nodes", $"{place}; the cluster's only node is this machine");
        return SharedSystems.Any(s => system.StartsWith(s, StringComparison.OrdinalIgnoreCase))
            ? new("Home folder on the nodes", place, Advice: "The nodes must have it under the same path, and this program too.")
            : new("Home folder on the nodes", place, Advice: "This looks like a disk of this machine alone. The nodes must have the folder and this program under the same paths, or their jobs end at once.");
    }

    private string FileSystem()
    {
        try
        {
            return new DriveInfo(home.Root).DriveFormat;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return "unknown";
        }
    }
}
