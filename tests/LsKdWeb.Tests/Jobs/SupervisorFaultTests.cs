using LsKd.Core.Events;
using LsKd.Core.Runs;
using LsKd.Store;
using LsKd.Store.Contracts;
using LsKdWeb.Jobs;
using Microsoft.Data.Sqlite;

namespace LsKdWeb.Tests.Jobs;

/// <summary>The job engine in trouble: clocks that jump, a database that does not answer, a folder that is gone, a disk without room.</summary>
[Trait("Category", "Faults")]
public class SupervisorFaultTests
{
    [Theory]
    [InlineData(2099)]
    [InlineData(1999)]
    public async Task Signs_of_life_from_another_century_keep_a_worker_alive_and_its_run_ends_well(int year)
    {
        await using var engine = await EngineUnderTest.StartAsync();
        var id = await engine.StartRunAsync();
        var odd = new DateTimeOffset(year, 6, 1, 0, 0, 0, TimeSpan.Zero);
        for (var minute = 0; minute < 60; minute += 5)
        {
            engine.Clock.Elapsed += TimeSpan.FromMinutes(5);
            engine.Write(id, 1, new Progressed("training", 1, 2, minute + 1, 100, 10, 5) { Time = odd.AddMinutes(minute % 2 == 0 ? minute : -minute) });
            await engine.TickAsync();
        }
        Assert.Empty(engine.Launcher.Stopped);
        engine.Write(id, 1, new MetricLogged("train/loss", 1, 1, 0.5) { Time = odd }, new RunEnded(RunState.Succeeded, "") { Time = odd });
        engine.Launcher.End(id, 1);
        await engine.TickAsync();
        Assert.Equal((RunState.Succeeded, 1), ((await engine.RunAsync(id)).State, (await engine.RunAsync(id)).Attempt));
    }

    [Fact]
    public async Task A_clock_that_is_set_back_during_a_run_gives_no_negative_time()
    {
        await using var engine = await EngineUnderTest.StartAsync();
        var id = await engine.StartRunAsync();
        engine.Write(id, 1, new RunStarted(1, new RunEnvironment()) { Time = engine.Clock.Wall });
        engine.Clock.Wall -= TimeSpan.FromDays(30);
        engine.Write(id, 1, new RunEnded(RunState.Succeeded, "") { Time = engine.Clock.Wall });
        engine.Launcher.End(id, 1);
        await engine.TickAsync();
        var run = await engine.RunAsync(id);
        Assert.Equal((RunState.Succeeded, null), (run.State, run.Took));
        Assert.True(run.Ended < run.Started);
    }

    [Fact]
    public async Task While_the_database_is_locked_the_engine_waits_and_afterwards_no_living_worker_counts_as_hung()
    {
        await using var engine = await EngineUnderTest.StartAsync();
        var id = await engine.StartRunAsync();
        await engine.TickAsync();
        await using (var other = new SqliteConnection($"Data Source={engine.Home.Database};Pooling=False"))
        {
            await other.OpenAsync(TestContext.Current.CancellationToken);
            await using var begin = other.CreateCommand();
            begin.CommandText = "BEGIN EXCLUSIVE";
            await begin.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            engine.Write(id, 1, new Progressed("training", 1, 2, 50, 100, 10, 5));
            engine.Clock.Elapsed += TimeSpan.FromHours(2);
            await Assert.ThrowsAsync<StoreUnavailableException>(engine.TickAsync);
        }
        engine.Write(id, 1, new Progressed("training", 1, 2, 60, 100, 10, 5) { Time = engine.Clock.Wall });
        for (var look = 0; look < 3; look++)
        {
            await engine.TickAsync();
            engine.Clock.Elapsed += TimeSpan.FromSeconds(11);
        }
        Assert.Empty(engine.Launcher.Stopped);
        Assert.Equal((RunState.Running, 60L), ((await engine.RunAsync(id)).State, (await engine.RunAsync(id)).Progress!.Step));
    }

    [Fact]
    public async Task A_run_whose_folder_is_gone_ends_and_does_not_hold_up_the_others()
    {
        await using var engine = await EngineUnderTest.StartAsync();
        await engine.Settings.SaveAsync(new SiteSettings { CpuSlots = 2, CrashRetries = 0 });
        var (lost, good) = (await engine.CreateAsync(), await engine.CreateAsync());
        await engine.TickAsync();
        Directory.Delete(engine.Home.Run(lost).Root, recursive: true);
        engine.Launcher.End(lost, 1);
        engine.Write(good, 1, new RunEnded(RunState.Succeeded, ""));
        engine.Launcher.End(good, 1);
        await engine.TickAsync();
        Assert.Equal((RunState.Failed, RunState.Succeeded), ((await engine.RunAsync(lost)).State, (await engine.RunAsync(good)).State));
    }

    [Fact]
    public async Task A_log_that_cannot_be_opened_is_named_on_the_site_and_does_not_hold_up_the_others()
    {
        await using var engine = await EngineUnderTest.StartAsync();
        await engine.Settings.SaveAsync(new SiteSettings { CpuSlots = 2 });
        var (bad, good) = (await engine.CreateAsync(), await engine.CreateAsync());
        await engine.TickAsync();
        File.CreateSymbolicLink(engine.Home.Run(bad).EventLog(1), "events.jsonl");
        engine.Write(good, 1, new RunEnded(RunState.Succeeded, ""));
        engine.Launcher.End(good, 1);
        await engine.TickAsync();
        Assert.Equal(RunState.Succeeded, (await engine.RunAsync(good)).State);
        Assert.Contains(bad, Assert.Single(engine.Health.Problems).Message, StringComparison.Ordinal);
        File.Delete(engine.Home.Run(bad).EventLog(1));
        await engine.TickAsync();
        Assert.Empty(engine.Health.Problems);
    }

    [Fact]
    public async Task A_run_that_met_a_full_disk_waits_for_room_and_uses_up_no_retry()
    {
        await using var engine = await EngineUnderTest.StartAsync();
        await engine.Settings.SaveAsync(new SiteSettings { CrashRetries = 0 });
        var id = await engine.StartRunAsync();
        await engine.Settings.SaveAsync(new SiteSettings { CrashRetries = 0, MinFreeMegabytes = int.MaxValue });
        engine.Launcher.EndForLackOfRoom(id, 1);
        await engine.TickAsync();
        var waiting = await engine.RunAsync(id);
        Assert.Equal((RunState.Interrupted, 1), (waiting.State, waiting.Attempt));
        Assert.StartsWith("The disk was full.", waiting.Reason, StringComparison.Ordinal);
        Assert.Contains("no run is started", Assert.Single(engine.Health.Problems).Message, StringComparison.Ordinal);
        await engine.Settings.SaveAsync(new SiteSettings { CrashRetries = 0 });
        engine.Get<Supervisor>().QueueChanged();
        await engine.TickAsync();
        Assert.Equal((RunState.Running, 2), ((await engine.RunAsync(id)).State, (await engine.RunAsync(id)).Attempt));
        Assert.Empty(engine.Health.Problems);
    }

    [Fact]
    public async Task A_run_that_finds_no_room_where_the_site_sees_some_is_tried_up_to_the_limit_and_fails_saying_so()
    {
        await using var engine = await EngineUnderTest.StartAsync();
        var id = await engine.StartRunAsync();
        foreach (var attempt in (int[])[1, 2])
        {
            engine.Write(id, attempt, new RunEnded(RunState.Interrupted, "the disk is full: Disk quota exceeded"));
            engine.Launcher.EndForLackOfRoom(id, attempt);
            await engine.TickAsync();
        }
        var run = await engine.RunAsync(id);
        Assert.Equal((RunState.Failed, "The disk is full: Disk quota exceeded. All retries (1) are used up."), (run.State, run.Reason));
    }
}
