using System.Globalization;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.EndToEnd.Faults;
using LsKd.Store.Contracts;
using static LsKd.EndToEnd.Faults.TinyRuns;

namespace LsKd.EndToEnd.Clusters;

/// <summary>Runs on a real Slurm.</summary>
[Trait("Category", "Slurm")]
public sealed class SlurmTests(SlurmServer server) : IClassFixture<SlurmServer>
{
    private static readonly RunSpec Spec = Long with { Resources = new() { Threads = 1, MemoryMb = 800 } };

    [Fact]
    public async Task Seeds_are_one_array_that_students_follow_task_by_task_through_a_kill_and_a_cancel()
    {
        var (teachers, students, first, second, dependency) = (Array.Empty<string>(), Array.Empty<string>(), Array.Empty<string>(), Array.Empty<string>(), "");
        await server.WhileClosedAsync(async () =>
        {
            // Nothing is submitted until all are there.
            await server.SetAsync(server.Settings with { MinFreeMegabytes = int.MaxValue });
            teachers = await StartAsync(Seed(1), Seed(2), Seed(3));
            students = await StartAsync(Student(teachers[0]), Student(teachers[1]));
            await server.SetAsync(server.Settings);
            await WaitsAsync(students, "Dependency");
            await WaitsAsync(teachers, "Partition");
            (first, second) = (await NumbersAsync(teachers), await NumbersAsync(students));
            dependency = await server.JobAsync(second[0]);
            await server.CancelRunAsync(teachers[2]);
            await server.AwaitAsync(async () => (await server.FindAsync(teachers[2])).Summary.State == RunState.Cancelled);
        });
        Assert.Equal([$"{Job(first)}_0", $"{Job(first)}_1", $"{Job(first)}_2"], first);
        Assert.Equal([$"{Job(second)}_0", $"{Job(second)}_1"], second);
        Assert.Contains($"Dependency=aftercorr:{Job(first)}_*", dependency, StringComparison.Ordinal);

        await server.AwaitEventsAsync(teachers[1], 12);
        Assert.True(Workers.Kill(Assert.Single(Workers.Of(server.Run(teachers[1]).Root))));
        await server.FinishInHasteAsync([.. teachers, .. students]);
        Assert.Equal("Cancelled by the user before it started.", (await server.FindAsync(teachers[2])).Summary.Reason);
        Assert.Equal("1 2 1 1", await AttemptsAsync(teachers[0], teachers[1], students[0], students[1]));
        Assert.Equal([first[1], first[1]], (await server.FindAsync(teachers[1])).Attempts.Select(SlurmServer.Number));
        var epochs = Spec.Training.Epochs;
        Assert.Contains($"validation/top1: {epochs} stored, {epochs} counted", await server.PointsAsync(teachers[1]));
    }

    [Fact]
    public async Task A_cancelled_run_leaves_the_cluster_with_its_checkpoint_written()
    {
        var id = await server.StartRunAsync(Spec);
        await server.AwaitEventsAsync(id, 12);
        var worker = FrozenWorker(id);
        await server.CancelRunAsync(id);
        Workers.Thaw(worker);
        Assert.Equal(RunState.Cancelled, Assert.Single(await server.FinishInHasteAsync(id)).State);
        Assert.True(File.Exists(server.Run(id).TrainerState));
        Assert.Empty(Workers.Of(server.Run(id).Root));
    }

    [Fact]
    public async Task Runs_that_ask_for_a_GPU_get_one_each_and_never_share_it()
    {
        var spec = Spec with { Resources = Spec.Resources with { Gpus = 1, MemoryMb = 400 } };
        var ids = await StartAsync(spec, spec, spec);
        Assert.All(await server.FinishInHasteAsync(ids), r => Assert.Equal(RunState.Succeeded, r.State));
        var jobs = new List<(string Device, DateTime From, DateTime To)>();
        foreach (var id in ids)
        {
            var attempt = Assert.Single((await server.FindAsync(id)).Attempts);
            var job = await server.JobAsync(SlurmServer.Number(attempt));
            Assert.Contains("TresPerNode=gres:gpu:1", job, StringComparison.Ordinal);
            jobs.Add((attempt.Device, Time(job, "StartTime"), Time(job, "EndTime")));
        }
        Assert.Equal(["cuda:0", "cuda:1"], jobs.Select(j => j.Device).Distinct().Order());
        Assert.All(jobs.GroupBy(j => j.Device), device =>
            Assert.All(device.OrderBy(j => j.From).Zip(device.OrderBy(j => j.From).Skip(1)), pair => Assert.True(pair.First.To <= pair.Second.From)));
    }

    [Fact]
    public async Task A_time_limit_ends_in_a_checkpoint_and_the_job_that_comes_back_ends_as_if_undisturbed()
    {
        await server.SetAsync(server.Settings with { SlurmTimeLimitMinutes = 1 });
        var id = await server.StartRunAsync(Spec);
        await server.AwaitEventsAsync(id, 12);
        await server.SetAsync(server.Settings);
        var worker = FrozenWorker(id);
        await server.AwaitAsync(() => Task.FromResult(Workers.IsAskedToEnd(worker)));
        Workers.Thaw(worker);
        await server.FinishInHasteAsync(id);
        await AssertInterruptedAsync(id);
    }

    [Fact]
    public async Task A_preempted_run_makes_way_and_goes_on_as_if_undisturbed()
    {
        var id = await server.StartRunAsync(Spec);
        await server.AwaitEventsAsync(id, 12);
        var worker = FrozenWorker(id);
        await server.RunAsync("sbatch", "--partition=urgent", "--exclusive", "--wrap=sleep 1");
        await server.AwaitAsync(() => Task.FromResult(Workers.IsAskedToEnd(worker)));
        Workers.Thaw(worker);
        await server.AwaitAsync(async () => (await server.FindAsync(id)).Summary is { Attempt: 2, State: RunState.Queued });
        await server.FinishInHasteAsync(id);
        await AssertInterruptedAsync(id);
    }

    [Fact]
    public async Task A_worker_that_outlives_its_lost_node_writes_nothing_into_the_run_that_went_on_without_it()
    {
        var id = await server.StartRunAsync(Spec);
        await server.AwaitEventsAsync(id, 12);
        var number = SlurmServer.Number(Assert.Single((await server.FindAsync(id)).Attempts));
        var old = Assert.Single(Workers.Of(server.Run(id).Root));
        // Without its step daemon the node knows nothing of the process. The kernel hangs up on frozen processes that the daemon leaves behind.
        var daemon = Workers.Parent(Workers.Parent(old));
        Assert.True(Workers.Kill(daemon));
        await server.AwaitAsync(() => Task.FromResult(ProcessHandle.Of(daemon) is null));
        Assert.True(Workers.Freeze(old));
        await server.RunAsync("scontrol", "requeue", number);
        await server.InHasteAsync([id], _ => File.Exists(server.Run(id).EventLog(2)) && new FileInfo(server.Run(id).EventLog(2)).Length > 4000);
        Assert.NotNull(ProcessHandle.Of(old));
        Workers.Thaw(old);
        await server.AwaitAsync(() => Task.FromResult(ProcessHandle.Of(old) is null));
        var run = Assert.Single(await server.FinishInHasteAsync(id));
        Assert.Equal((RunState.Succeeded, 2), (run.State, run.Attempt));
        Assert.Contains("attempt 1 ends and writes nothing more", await File.ReadAllTextAsync(server.Run(id).WorkerLog, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(2, (await server.FindAsync(id)).Result!.Attempt);
        await server.AssertSameAsync(await server.UndisturbedAsync(Spec), id);
    }

    [Fact]
    public async Task A_silent_controller_loses_no_run_and_takes_new_ones_when_it_is_back()
    {
        var id = await server.StartRunAsync(Spec);
        await server.AwaitEventsAsync(id, 12);
        var later = "";
        await server.WhileSilentAsync(async () =>
        {
            await server.AwaitAsync(async () => (await server.ProblemsAsync()).Any(p => p.Topic == "slurm"));
            later = await server.StartRunAsync(Mlp with { Resources = Spec.Resources });
            await server.AwaitAsync(() => Task.FromResult(File.Exists(server.Run(id).ResultFile)));
            // A look takes as long as Slurm's own tools wait for an answer.
            await server.AwaitAsync(async () => (await server.FindAsync(id)).Summary.State == RunState.Running);
            Assert.Equal(1, (await server.FindAsync(id)).Summary.Attempt);
            Assert.Equal(RunState.Queued, (await server.FindAsync(later)).Summary.State);
        });
        Assert.All(await server.FinishInHasteAsync(id, later), r => Assert.Equal((RunState.Succeeded, 1), (r.State, r.Attempt)));
        Assert.DoesNotContain(await server.ProblemsAsync(), p => p.Topic == "slurm");
    }

    // Frozen, a worker neither ends before something is done to it nor keeps the processor from others.
    private int FrozenWorker(string id)
    {
        var worker = Assert.Single(Workers.Of(server.Run(id).Root));
        Assert.True(Workers.Freeze(worker));
        return worker;
    }

    private static RunSpec Seed(int seed) => Spec with { Training = Spec.Training with { Seed = seed } };

    private static RunSpec Student(string teacher) =>
        Mlp with { Teacher = new() { Run = teacher }, Objective = new() { Name = "soft-cross-entropy" }, Resources = Spec.Resources };

    private static string Job(string[] tasks) => tasks[0].Split('_')[0];

    private static DateTime Time(string job, string field) =>
        DateTime.Parse(job.Split($" {field}=")[1].Split(' ')[0], CultureInfo.InvariantCulture);

    private async Task<string[]> StartAsync(params RunSpec[] specs)
    {
        var ids = new List<string>();
        foreach (var spec in specs)
            ids.Add(await server.StartRunAsync(spec));
        return [.. ids];
    }

    private async Task<string[]> NumbersAsync(string[] ids)
    {
        var numbers = new List<string>();
        foreach (var id in ids)
            numbers.Add(SlurmServer.Number(Assert.Single((await server.FindAsync(id)).Attempts)));
        return [.. numbers];
    }

    private async Task<string> AttemptsAsync(params string[] ids)
    {
        var attempts = new List<int>();
        foreach (var id in ids)
        {
            var run = (await server.FindAsync(id)).Summary;
            Assert.True(run.State == RunState.Succeeded, $"{run.State}: {run.Reason}");
            attempts.Add(run.Attempt);
        }
        return string.Join(' ', attempts);
    }

    // Waiting in Slurm's queue, a run says so, with its job and Slurm's reason.
    private async Task WaitsAsync(string[] ids, string reason)
    {
        foreach (var id in ids)
            await server.AwaitAsync(async () => (await server.FindAsync(id)).Summary is { State: RunState.Queued } run
                && run.Reason.StartsWith("Waits in Slurm's queue as job ", StringComparison.Ordinal) && run.Reason.Contains($": {reason}", StringComparison.Ordinal));
    }

    private async Task AssertInterruptedAsync(string id)
    {
        var attempts = (await server.FindAsync(id)).Attempts;
        Assert.Equal(("interrupted", "succeeded"), (attempts[0].Outcome, attempts[^1].Outcome));
        Assert.Single(attempts.Select(SlurmServer.Number).Distinct());
        await server.AssertSameAsync(await server.UndisturbedAsync(Spec), id);
    }
}
