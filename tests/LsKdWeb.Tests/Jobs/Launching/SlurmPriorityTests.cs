using LsKdWeb.Jobs.Launching.Slurm;
using Microsoft.Extensions.Logging.Abstractions;

namespace LsKdWeb.Tests.Jobs.Launching;

public class SlurmPriorityTests
{
    [Fact]
    public async Task Waiting_jobs_are_put_back_by_how_far_they_lie_below_the_highest_and_a_refusal_is_not_asked_for_again()
    {
        await using var engine = await EngineUnderTest.StartAsync(launcher: new FakeLauncher { OwnsQueue = true });
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
            ids.Add(await engine.CreateAsync());
        engine.Clock.Wall += TimeSpan.FromMinutes(1);
        await engine.TickAsync();
        foreach (var (id, number) in ids.Zip(Enumerable.Range(7, 3)))
            await engine.Get<LsKd.Store.Commands.RunLifecycle>().LaunchedAsync(id, 1, $"slurm:{number}");
        await engine.Commands.SetPriorityAsync(ids[1], 2, TestContext.Current.CancellationToken);
        var tools = new FakeSlurmTools();
        tools.Answer("squeue", new(0, "7|PENDING|Priority|0|0|0:00||0|me|x\n8|PENDING|Priority|0|0|0:00||0|me|x\n9|PENDING|Priority|0|0|0:00||2000|me|x\n", ""));
        tools.Answer("scontrol", new(1, "", "Access/permission denied\n"));
        var listing = new SlurmListing(tools, engine.Health, engine.Clock);
        var priorities = new SlurmPriorities(engine.Get<LsKd.Store.Commands.RunLifecycle>(), listing, tools, engine.Settings, NullLogger<SlurmPriorities>.Instance);
        await priorities.KeepAsync(default);
        await priorities.KeepAsync(default);
        Assert.Equal(["update", "JobId=7", "Nice=2000"], Assert.Single(tools.Calls, c => c.Tool == "scontrol").Arguments);
    }

    [Fact]
    public async Task A_run_is_submitted_as_far_back_as_its_priority_lies_below_those_that_wait()
    {
        await using var engine = await EngineUnderTest.StartAsync(launcher: new FakeLauncher { OwnsQueue = true });
        var first = await engine.CreateAsync();
        await engine.Commands.SetPriorityAsync(first, 4, TestContext.Current.CancellationToken);
        engine.Clock.Wall += TimeSpan.FromMinutes(1);
        await engine.TickAsync();
        await engine.CreateAsync();
        engine.Clock.Wall += TimeSpan.FromMinutes(1);
        await engine.TickAsync();
        Assert.Equal([0, 4], engine.Launcher.Started.Select(r => r.Behind));
    }
}
