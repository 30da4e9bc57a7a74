using System.Diagnostics;
using System.Runtime.InteropServices;
using LsKd.Core.Events;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Learning.Training;

namespace LsKd.Learning.Tests.Training;

/// <summary>Real worker processes on the embedded Fashion-MNIST, really killed.</summary>
public class WorkerProcessTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static readonly RunSpec Spec = new()
    {
        Data = new()
        {
            TrainSize = 320, TestSize = 100, ValidationFraction = 0.01,
            Augmentations = [new() { Name = "crop" }, new() { Name = "flip" }],
        },
        Model = new() { Name = "resnet8", Width = 4, Dropout = 0.2 },
        Objective = new() { Smoothing = 0.1 },
        Training = new() { Epochs = 3, BatchSize = 32, Seed = 2, EmaDecay = 0.9, Device = "cpu" },
        Analysis = new() { AtEnd = false },
    };

    [Theory]
    [InlineData(SIGKILL)]
    [InlineData(SIGTERM)]
    public void A_worker_that_is_killed_and_started_again_ends_as_if_undisturbed(int signal)
    {
        using var whole = new TemporaryRun(Spec);
        using var killed = new TemporaryRun(Spec);
        Assert.Equal(WorkerExit.Success, Wait(Start(whole, 1)));
        var worker = Start(killed, 1);
        AwaitEvent(killed, e => e is CheckpointSaved { Epoch: 1, Name: "last" });
        Assert.Equal(0, Kill(worker.Id, signal));
        var code = Wait(worker);
        Assert.Equal(signal == SIGTERM ? WorkerExit.Interrupted : 128 + SIGKILL, code);
        Assert.Equal(WorkerExit.Success, Wait(Start(killed, 2)));
        Assert.Equal(whole.Weights(), killed.Weights());
        Assert.Equal(whole.Weights("best"), killed.Weights("best"));
        Assert.Equal(whole.Metrics(), killed.Metrics(attempts: 2));
        Assert.Equal(whole.Result().Metrics, killed.Result().Metrics);
    }

    [Fact]
    public void A_worker_that_finds_the_disk_full_says_so_by_its_code_and_the_next_one_goes_on()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A device without room is a Linux one.");
        using var run = new TemporaryRun(Spec with { Training = Spec.Training with { Epochs = 1 } });
        File.CreateSymbolicLink(run.Folder.EventLog(1), "/dev/full");
        File.WriteAllText(Path.Combine(run.Folder.Root, "last.safetensors.1.tmp"), "half a file");
        Assert.Equal(WorkerExit.NoRoom, Wait(Start(run, 1)));
        Assert.False(File.Exists(run.Folder.ResultFile));
        Assert.Equal(WorkerExit.Success, Wait(Start(run, 2)));
        Assert.Empty(Directory.EnumerateFiles(run.Folder.Root, "*.tmp", SearchOption.AllDirectories));
    }

    private const int SIGKILL = 9, SIGTERM = 15;

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);

    private static Process Start(TemporaryRun run, int attempt)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "LsKd.WorkerHost.dll"), run.Folder.Root, attempt.ToString(), "1" },
        };
        WorkerEnvironment.SetFor(start);
        return Process.Start(start)!;
    }

    private static int Wait(Process worker)
    {
        using (worker)
        {
            Assert.True(worker.WaitForExit(Patience), "the worker did not end");
            return worker.ExitCode;
        }
    }

    private static void AwaitEvent(TemporaryRun run, Func<RunEvent, bool> wanted)
    {
        using var deadline = new CancellationTokenSource(Patience);
        using var changes = new FileSystemWatcher(run.Folder.Root) { NotifyFilter = NotifyFilters.LastWrite | NotifyFilters.Size };
        while (!Whole(run).Any(wanted))
        {
            Assert.False(deadline.IsCancellationRequested, "the event did not come");
            changes.WaitForChanged(WatcherChangeTypes.All, 100);
        }
    }

    // The worker may be in the middle of a line.
    private static IEnumerable<RunEvent> Whole(TemporaryRun run)
    {
        if (!File.Exists(run.Folder.EventLog(1)))
            return [];
        var text = File.ReadAllText(run.Folder.EventLog(1));
        return text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => System.Text.Json.JsonSerializer.Deserialize<RunEvent>(l, SpecJson.Options)!);
    }
}
