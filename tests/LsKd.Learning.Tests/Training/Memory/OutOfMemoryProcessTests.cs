using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using LsKd.Core.Specs;
using LsKd.Learning.Training;

namespace LsKd.Learning.Tests.Training.Memory;

/// <summary>Real workers, one of them in a control group with a real limit.</summary>
public partial class OutOfMemoryProcessTests
{
    private const string Cgroups = "/sys/fs/cgroup";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static RunSpec Spec(int batchSize, int? samples = null) => new()
    {
        Data = new() { TrainSize = samples, TestSize = 100, ValidationFraction = 0.01 },
        Model = new() { Name = "resnet8", Width = 16 },
        Training = new() { Epochs = 1, BatchSize = batchSize, Device = "cpu" },
        Analysis = new() { AtEnd = false },
    };

    [Fact]
    public void After_a_worker_was_killed_for_memory_the_next_names_a_batch_size_and_that_one_fits()
    {
        using var group = MemoryGroup.TryMake(1_000_000_000);
        Assert.SkipWhen(group is null, "making a control group takes root and Linux");
        using var run = new TemporaryRun(Spec(8192));
        Assert.Equal(128 + 9, Start(run, 1, group));
        Assert.Equal(WorkerExit.Failed, Start(run, 2, group));
        Assert.StartsWith("the worker of attempt 1 vanished", run.Result().Reason);
        var proposal = Proposal().Match(run.Result().Reason);
        Assert.True(proposal.Success, run.Result().Reason);
        var size = int.Parse(proposal.Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.InRange(size, 128, 2048);
        using var fits = new TemporaryRun(Spec(size, 2 * size));
        Assert.Equal(WorkerExit.Success, Start(fits, 1, group));
    }

    [Fact]
    public void A_worker_whose_predecessor_vanished_for_another_reason_goes_on()
    {
        using var run = new TemporaryRun(Spec(64, 64));
        File.WriteAllText(run.Folder.EventLog(1), "");
        Assert.Equal(WorkerExit.Success, Start(run, 2, null));
    }

    private static int Start(TemporaryRun run, int attempt, MemoryGroup? group)
    {
        var host = Path.Combine(AppContext.BaseDirectory, "LsKd.WorkerHost.dll");
        string[] line = ["dotnet", host, run.Folder.Root, $"{attempt}", "1"];
        var start = group is null ? new ProcessStartInfo(line[0], line[1..])
            : new ProcessStartInfo("/bin/sh", ["-c", "echo $$ > \"$0\" && exec \"$@\"", group.Processes, .. line]);
        WorkerEnvironment.SetFor(start);
        using var worker = Process.Start(start)!;
        Assert.True(worker.WaitForExit(Patience), "the worker did not end");
        return worker.ExitCode;
    }

    [GeneratedRegex(@"training\.batchSize (\d+) would fit")]
    private static partial Regex Proposal();

    /// <summary>A control group that bounds the memory of the processes in it.</summary>
    private sealed class MemoryGroup(string folder) : IDisposable
    {
        public string Processes => Path.Combine(folder, "cgroup.procs");

        public static MemoryGroup? TryMake(long bytes)
        {
            var (parent, limit) = Directory.Exists($"{Cgroups}/memory") ? ($"{Cgroups}/memory", "memory.limit_in_bytes") : (Cgroups, "memory.max");
            var folder = Path.Combine(parent, $"lskd-test-{Environment.ProcessId}");
            try
            {
                Directory.CreateDirectory(folder);
                var group = new MemoryGroup(folder);
                File.WriteAllText(Path.Combine(folder, limit), bytes.ToString(CultureInfo.InvariantCulture));
                return group;
            }
            catch (Exception e) when (e is UnauthorizedAccessException or IOException)
            {
                Remove(folder);
                return null;
            }
        }

        public void Dispose() => Remove(folder);

        // The kernel removes a group with its files by rmdir alone.
        private static void Remove(string folder)
        {
            if (Directory.Exists(folder))
                Process.Start("rmdir", folder).WaitForExit();
        }
    }
}
