using LsKd.Core.Events;
using LsKd.Core.Runs;
using LsKd.Store.Commands;
using LsKdWeb.Jobs;

namespace LsKdWeb.Tests.Jobs;

public class SupervisorTests
{
    [Fact]
    public async Task A_queued_run_is_started_followed_and_finished()
    {
        await using var engine = await EngineUnderTest.StartAsync();
        var id = await engine.StartRunAsync();
        Assert.Equal(RunState.Running, (await engine.RunAsync(id)).State);
        engine.Write(id, 1, new MetricLogged("train/loss", 1, 1, 0.5), new RunEnded(RunState.Succeeded, ""));
        engine.Launcher.End(id, 1);
        await engine.TickAsync();
        Assert.Equal(RunState.Succeeded, (await engine.RunAsync(id)).State);
        Assert.Equal(1, (await engine.Catalog.SeriesAsync(id, ["train/loss"])).Single().StoredPoints);
    }

    [Fact]
    public async Task One_slot_runs_one_at_a_time()
    {
        await using var engine = await EngineUnderTest.StartAsync();
        var (first, second) = (await engine.CreateAsync(), await engine.CreateAsync());
        await engine.TickAsync();
        Assert.Equal(RunState.Queued, (await engine.RunAsync(second)).State);
        engine.Write(first, 1, new RunEnded(RunState.Succeeded, ""));
        engine.Launcher.End(first, 1);
        await engine.TickAsync();
        Assert.Equal(RunState.Running, (await engine.RunAsync(second)).State);
    }

    [Fact]
    public async Task A_killed_worker_is_retried_once_and_then_the_run_fails_with_signal_and_log()
    {
        await using var engine = await EngineUnderTest.StartAsync();
        var id = await engine.StartRunAsync();
        await File.WriteAllTextAsync(engine.Home.Run(id).WorkerLog, "first line\nlast line\n");
        engine.Launcher.End(id, 1);
        await engine.TickAsync();
        Assert.Equal((RunState.Running, 2), ((await engine.RunAsync(id)).State, (await engine.RunAsync(id)).Attempt));
        engine.Launcher.End(id, 2);
        await engine.TickAsync();
        var run = (await engine.Catalog.DetailsAsync(id))!;
        Assert.Equal(RunState.Failed, run.Summary.State);
        Assert.Contains("SIGKILL", run.Summary.Reason);
        Assert.Equal(["lost", "lost"], run.Attempts.Select(a => a.Outcome));
        Assert.EndsWith("last line", run.Attempts[^1].LogTail);
    }

    [Fact]
    public async Task A_failure_that_the_worker_reports_is_not_retried()
    {
        await using var engine = await EngineUnderTest.StartAsync();
        var id = await engine.StartRunAsync();
        engine.Write(id, 1, new RunEnded(RunState.Failed, "the loss became NaN"));
        engine.Launcher.End(id, 1);
        await engine.TickAsync();
        Assert.Equal((RunState.Failed, "the loss became NaN"), ((await engine.RunAsync(id)).State, (await engine.RunAsync(id)).Reason));
    }

    [Fact]
    public async Task A_failed_teacher_fails_its_student_and_a_cancelled_one_makes_it_ask()
    {
        await using var engine = await EngineUnderTest.StartAsync();
        var teacher = await engine.CreateAsync();
        var student = await engine.CreateAsync(teacher);
        await engine.Commands.CancelAsync(teacher);
        await engine.TickAsync();
        var asking = await engine.RunAsync(student);
        Assert.Equal(RunState.Queued, asking.State);
        Assert.Contains("was cancelled. Resume the teacher", asking.Reason);
        await engine.Commands.ResumeAsync(teacher);
        await NextLookAsync(engine);
        engine.Write(teacher, 1, new RunEnded(RunState.Failed, "bad data"));
        engine.Launcher.End(teacher, 1);
        await engine.TickAsync();
        Assert.Equal((RunState.Failed, $"Its teacher, run {teacher}, failed: bad data"),
            ((await engine.RunAsync(student)).State, (await engine.RunAsync(student)).Reason));
    }

    [Fact]
    public async Task A_restarted_server_follows_its_living_workers_and_resumes_the_dead()
    {
        var before = await EngineUnderTest.StartAsync();
        await before.Settings.SaveAsync(new SiteSettings { CpuSlots = 2 });
        var (alive, dead) = (await before.CreateAsync(), await before.CreateAsync());
        await before.TickAsync();
        before.Launcher.End(dead, 1, "it ended while no server watched");
        await using var engine = await before.RestartAsync();
        engine.Write(alive, 1, new MetricLogged("train/loss", 1, 1, 0.5));
        await engine.TickAsync();
        Assert.Equal((RunState.Running, 1), ((await engine.RunAsync(alive)).State, (await engine.RunAsync(alive)).Attempt));
        Assert.Equal((RunState.Running, 2), ((await engine.RunAsync(dead)).State, (await engine.RunAsync(dead)).Attempt));
        Assert.Equal(1, (await engine.Catalog.SeriesAsync(alive, ["train/loss"])).Single().StoredPoints);
    }

    [Fact]
    public async Task A_server_killed_between_claim_and_start_uses_up_no_retry()
    {
        await using var engine = await EngineUnderTest.StartAsync();
        await engine.Settings.SaveAsync(new SiteSettings { CrashRetries = 0 });
        var id = await engine.CreateAsync();
        await engine.Get<RunLifecycle>().ClaimAsync(id, "local", "cpu");
        await engine.TickAsync();
        Assert.Equal((RunState.Running, 2), ((await engine.RunAsync(id)).State, (await engine.RunAsync(id)).Attempt));
    }

    [Fact]
    public async Task A_worker_that_does_not_stop_when_asked_is_killed_after_the_grace_whatever_the_wall_clock_does()
    {
        await using var engine = await EngineUnderTest.StartAsync();
        var id = await engine.StartRunAsync();
        await engine.Commands.CancelAsync(id);
        await engine.TickAsync();
        engine.Clock.Wall += TimeSpan.FromDays(400);
        await engine.TickAsync();
        Assert.Empty(engine.Launcher.Stopped);
        engine.Clock.Elapsed += TimeSpan.FromSeconds(61);
        await engine.TickAsync();
        Assert.Equal(($"{id}-1", true), Assert.Single(engine.Launcher.Stopped));
        engine.Launcher.End(id, 1);
        await engine.TickAsync();
        var run = await engine.RunAsync(id);
        Assert.Equal(RunState.Cancelled, run.State);
        Assert.Contains("did not stop within 60 s", run.Reason);
    }

    [Fact]
    public async Task A_launcher_that_does_not_answer_loses_no_run()
    {
        await using var engine = await EngineUnderTest.StartAsync();
        var id = await engine.StartRunAsync();
        engine.Launcher.Silence(id, 1);
        engine.Clock.Elapsed += TimeSpan.FromHours(5);
        await engine.TickAsync();
        Assert.Equal((RunState.Running, 1), ((await engine.RunAsync(id)).State, (await engine.RunAsync(id)).Attempt));
    }

    [Fact]
    public async Task A_job_in_the_launchers_own_queue_is_shown_queued_with_its_reason_until_it_runs()
    {
        await using var engine = await EngineUnderTest.StartAsync(launcher: new() { OwnsQueue = true });
        var id = await SubmitAsync(engine);
        Assert.Equal((RunState.Queued, "Waits as job 7: Priority."), ((await engine.RunAsync(id)).State, (await engine.RunAsync(id)).Reason));
        engine.Launcher.Run($"{id}-1");
        await engine.TickAsync();
        Assert.Equal((RunState.Running, "", 1), ((await engine.RunAsync(id)).State, (await engine.RunAsync(id)).Reason, (await engine.RunAsync(id)).Attempt));
        Assert.Single(engine.Launcher.Started);
    }

    [Fact]
    public async Task A_worker_that_wrote_runs_though_its_launcher_said_it_waits_and_then_nothing()
    {
        await using var engine = await EngineUnderTest.StartAsync(launcher: new() { OwnsQueue = true });
        var id = await SubmitAsync(engine);
        engine.Write(id, 1, new LogWritten("info", "at work") { Time = engine.Clock.Wall });
        await engine.TickAsync();
        Assert.Equal(RunState.Queued, (await engine.RunAsync(id)).State);
        engine.Launcher.Silence(id, 1);
        await engine.TickAsync();
        Assert.Equal((RunState.Running, "", 1), ((await engine.RunAsync(id)).State, (await engine.RunAsync(id)).Reason, (await engine.RunAsync(id)).Attempt));
    }

    [Fact]
    public async Task A_launcher_with_a_queue_gets_runs_that_come_one_after_another_together()
    {
        await using var engine = await EngineUnderTest.StartAsync(launcher: new() { OwnsQueue = true });
        var first = await engine.StartRunAsync();
        Assert.Empty(engine.Launcher.Started);
        var second = await SubmitAsync(engine);
        Assert.Equal([first, second], engine.Launcher.Started.Select(r => r.Folder.Id));
    }

    [Fact]
    public async Task A_job_that_its_launcher_takes_up_again_goes_on_as_the_next_attempt()
    {
        await using var engine = await EngineUnderTest.StartAsync(launcher: new() { OwnsQueue = true });
        var id = await SubmitAsync(engine);
        engine.Launcher.Run($"{id}-1");
        await engine.TickAsync();
        engine.Write(id, 1, new RunEnded(RunState.Interrupted, "stopped on request"));
        engine.Launcher.Restart($"{id}-1", "again");
        await engine.TickAsync();
        await engine.TickAsync();
        var run = (await engine.Catalog.DetailsAsync(id))!;
        Assert.Equal((RunState.Queued, "Waits as job 7: BeginTime.", 2), (run.Summary.State, run.Summary.Reason, run.Summary.Attempt));
        Assert.Equal([("interrupted", $"{id}-1"), ("", "again")], run.Attempts.Select(a => (a.Outcome, a.Handle)));
        engine.Write(id, 2, new RunEnded(RunState.Succeeded, ""));
        engine.Launcher.End("again");
        await engine.TickAsync();
        Assert.Equal((RunState.Succeeded, 2), ((await engine.RunAsync(id)).State, (await engine.RunAsync(id)).Attempt));
        Assert.Single(engine.Launcher.Started);
    }

    [Fact]
    public async Task A_job_that_its_launcher_takes_up_again_though_its_run_succeeded_is_cancelled()
    {
        await using var engine = await EngineUnderTest.StartAsync(launcher: new() { OwnsQueue = true });
        var id = await SubmitAsync(engine);
        engine.Launcher.Run($"{id}-1");
        await engine.TickAsync();
        engine.Write(id, 1, new RunEnded(RunState.Succeeded, ""));
        engine.Launcher.Restart($"{id}-1", "again");
        await engine.TickAsync();
        Assert.Equal((RunState.Succeeded, 1), ((await engine.RunAsync(id)).State, (await engine.RunAsync(id)).Attempt));
        Assert.Equal(("again", false), Assert.Single(engine.Launcher.Stopped));
    }

    [Fact]
    public async Task A_job_cancelled_before_it_began_leaves_the_launchers_queue_and_cannot_be_deleted_meanwhile()
    {
        await using var engine = await EngineUnderTest.StartAsync(launcher: new() { OwnsQueue = true });
        var id = await SubmitAsync(engine);
        Assert.NotNull((await engine.Commands.PlanDeletionAsync(id)).Refusal);
        await engine.Commands.CancelAsync(id);
        await engine.TickAsync();
        Assert.Equal((RunState.Stopping, ($"{id}-1", false)), ((await engine.RunAsync(id)).State, engine.Launcher.Stopped[0]));
        engine.Launcher.Cancel($"{id}-1", began: false);
        await engine.TickAsync();
        Assert.Equal((RunState.Cancelled, "Cancelled by the user before it started."), ((await engine.RunAsync(id)).State, (await engine.RunAsync(id)).Reason));
    }

    [Fact]
    public async Task A_job_that_somebody_cancels_at_the_launcher_is_not_submitted_again()
    {
        await using var engine = await EngineUnderTest.StartAsync(launcher: new() { OwnsQueue = true });
        var id = await SubmitAsync(engine);
        engine.Launcher.Cancel($"{id}-1", began: true);
        await engine.TickAsync();
        Assert.Equal(RunState.Cancelled, (await engine.RunAsync(id)).State);
        Assert.StartsWith("Cancelled outside this site", (await engine.RunAsync(id)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silent_worker_counts_as_hung()
    {
        await using var engine = await EngineUnderTest.StartAsync();
        var id = await engine.StartRunAsync();
        await engine.TickAsync();
        engine.Clock.Elapsed += TimeSpan.FromMinutes(16);
        await engine.TickAsync();
        Assert.Empty(engine.Launcher.Stopped);
        engine.Clock.Elapsed += TimeSpan.FromSeconds(11);
        await engine.TickAsync();
        Assert.Equal(($"{id}-1", true), Assert.Single(engine.Launcher.Stopped));
    }

    [Fact]
    public async Task A_worker_that_cannot_be_started_fails_its_run_with_the_reason()
    {
        await using var engine = await EngineUnderTest.StartAsync();
        engine.Launcher.Refusal = new IOException("No space left on device");
        var id = await engine.StartRunAsync();
        Assert.Equal((RunState.Failed, "The worker could not be started: No space left on device"),
            ((await engine.RunAsync(id)).State, (await engine.RunAsync(id)).Reason));
    }

    [Fact]
    public async Task Nothing_starts_on_a_full_disk_and_the_site_says_so()
    {
        await using var engine = await EngineUnderTest.StartAsync();
        await engine.Settings.SaveAsync(new SiteSettings { MinFreeMegabytes = int.MaxValue });
        var id = await engine.StartRunAsync();
        Assert.Equal(RunState.Queued, (await engine.RunAsync(id)).State);
        Assert.Contains("no run is started", Assert.Single(engine.Health.Problems).Message);
        await engine.Settings.SaveAsync(new SiteSettings());
        await NextLookAsync(engine);
        Assert.Equal(RunState.Running, (await engine.RunAsync(id)).State);
        Assert.Empty(engine.Health.Problems);
    }

    private static async Task<string> SubmitAsync(EngineUnderTest engine)
    {
        var id = await engine.CreateAsync();
        engine.Clock.Wall += TimeSpan.FromSeconds(3);
        await NextLookAsync(engine);
        await engine.TickAsync();
        return id;
    }

    // The loop that runs in a server hears of changes from the feed.
    private static async Task NextLookAsync(EngineUnderTest engine)
    {
        engine.Get<Supervisor>().QueueChanged();
        await engine.TickAsync();
    }
}
