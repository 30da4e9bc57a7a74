using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.EndToEnd.Faults;
using static LsKd.EndToEnd.Faults.TinyRuns;

namespace LsKd.EndToEnd.Clusters;

/// <summary>Runs on a real Slurm.</summary>
[Trait("Category", "Slurm")]
public sealed class SlurmTests(SlurmServer server) : IClassFixture<SlurmServer>
{
    private static readonly RunSpec Job = Long with { Resources = new() { Threads = 1, MemoryMb = 1500, TimeLimitMinutes = 30 } };

    [Fact]
    public async Task A_student_is_queued_behind_its_teacher_and_both_succeed()
    {
        var teacher = await server.StartRunAsync(Job);
        var student = await server.StartRunAsync(Job with { Teacher = new() { Run = teacher }, Objective = new() { Name = "soft-cross-entropy" } });
        Assert.All(await server.FinishAsync([teacher, student]), r => Assert.Equal((RunState.Succeeded, 1), (r.State, r.Attempt)));
        var (first, second) = (Assert.Single((await server.FindAsync(teacher)).Attempts), Assert.Single((await server.FindAsync(student)).Attempts));
        Assert.All([first, second], a => Assert.StartsWith("slurm:", a.Handle, StringComparison.Ordinal));
        Assert.True(second.Started < first.Ended, "the student was not submitted before its teacher's end");
        Assert.Contains("JobState=COMPLETED", await server.RunAsync("scontrol", "show", "job", "-o", Number(second)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_run_leaves_the_cluster_with_its_checkpoint_written()
    {
        var id = await server.StartRunAsync(Job);
        await server.AwaitEventsAsync(id, 12);
        await server.CancelRunAsync(id);
        Assert.Equal(RunState.Cancelled, Assert.Single(await server.FinishAsync([id])).State);
        Assert.True(File.Exists(server.Run(id).TrainerState));
        Assert.Empty(Workers.Of(server.Run(id).Root));
    }

    [Fact]
    public async Task A_killed_worker_goes_back_to_the_queue_as_the_same_job_and_resumes()
    {
        var id = await server.StartRunAsync(Job);
        await server.AwaitEventsAsync(id, 12);
        var number = Number(Assert.Single((await server.FindAsync(id)).Attempts));
        Assert.True(Workers.Kill(Assert.Single(Workers.Of(server.Run(id).Root))));
        await server.AwaitAsync(async () => (await JobAsync(number)).Contains("JobState=PENDING Reason=BeginTime", StringComparison.Ordinal));
        // Slurm holds a job that comes back for two minutes; before it says so, the job's first life is not quite over.
        await server.RunAsync("scontrol", "update", $"JobId={number}", "StartTime=now");
        var run = Assert.Single(await server.FinishAsync([id]));
        Assert.True(run is { State: RunState.Succeeded, Attempt: 1 }, $"{run.State} after {string.Join('\n', (await server.FindAsync(id)).Attempts)}");
        Assert.Contains("Restarts=1", await JobAsync(number), StringComparison.Ordinal);
        var epochs = Job.Training.Epochs;
        Assert.Contains($"validation/top1: {epochs} stored, {epochs} counted", await server.PointsAsync(id));
    }

    private Task<string> JobAsync(string number) => server.RunAsync("scontrol", "show", "job", "-o", number);

    private static string Number(RunAttempt attempt) => attempt.Handle["slurm:".Length..];
}
