using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Store.Commands;
using LsKd.Store.Tests.Support;

namespace LsKd.Store.Tests.Commands;

public abstract class RunLifecycleTests(IDatabaseServer server)
{
    [Fact]
    public async Task The_queue_goes_by_priority_then_age()
    {
        await using var store = await server.OpenAsync();
        var old = await store.CreateAsync();
        store.Clock.Advance(TimeSpan.FromSeconds(1));
        var young = await store.CreateAsync();
        store.Clock.Advance(TimeSpan.FromSeconds(1));
        var urgent = await store.CreateAsync(record: new RunRecord { Priority = 5 });
        Assert.Equal([urgent, old, young], (await store.Lifecycle.WaitingAsync()).Select(r => r.Id));
        await store.Commands.SetPriorityAsync(young, 9);
        Assert.Equal(young, (await store.Lifecycle.WaitingAsync())[0].Id);
    }

    [Fact]
    public async Task A_run_is_claimed_once()
    {
        await using var store = await server.OpenAsync();
        var id = await store.CreateAsync();
        Assert.Equal(1, await store.Lifecycle.ClaimAsync(id, "local", "cpu"));
        Assert.Null(await store.Lifecycle.ClaimAsync(id, "local", "cpu"));
        await store.Lifecycle.EndAsync(id, 1, new AttemptEnd(RunState.Interrupted, "lost", "killed", "last words", Crashed: true));
        Assert.Equal(1, Assert.Single(await store.Lifecycle.WaitingAsync()).Crashes);
        Assert.Equal(2, await store.Lifecycle.ClaimAsync(id, "local", "cpu"));
        var attempts = (await store.Catalog.DetailsAsync(id))!.Attempts;
        Assert.Equal([("lost", "killed", "last words"), ("", "", "")], attempts.Select(a => (a.Outcome, a.Reason, a.LogTail)));
    }

    [Fact]
    public async Task The_time_that_a_run_took_is_that_of_its_attempts_without_the_waits_between_them()
    {
        await using var store = await server.OpenAsync();
        var id = await store.StartAsync();
        store.Clock.Advance(TimeSpan.FromSeconds(70));
        await store.Lifecycle.EndAsync(id, 1, new AttemptEnd(RunState.Interrupted, "lost", "killed"));
        store.Clock.Advance(TimeSpan.FromHours(9));
        await store.Lifecycle.ClaimAsync(id, "local", "cpu");
        Assert.Null((await store.Catalog.FindAsync(id))!.Took);
        store.Clock.Advance(TimeSpan.FromSeconds(20));
        await store.Lifecycle.EndAsync(id, 2, new AttemptEnd(RunState.Succeeded, "succeeded", ""));
        Assert.Equal(TimeSpan.FromSeconds(90), (await store.Catalog.FindAsync(id))!.Took);
    }

    [Fact]
    public async Task A_closed_attempt_changes_nothing_any_more()
    {
        await using var store = await server.OpenAsync();
        var id = await store.StartAsync();
        await store.Lifecycle.EndAsync(id, 1, new AttemptEnd(RunState.Interrupted, "lost", "killed"));
        await store.Lifecycle.ClaimAsync(id, "local", "cpu");
        await store.Lifecycle.EndAsync(id, 1, new AttemptEnd(RunState.Failed, "failed", "late news"));
        Assert.Equal(RunState.Running, (await store.Catalog.FindAsync(id))!.State);
    }

    [Fact]
    public async Task Waiting_runs_know_the_states_of_what_they_wait_for()
    {
        await using var store = await server.OpenAsync();
        var teacher = await store.StartAsync();
        await store.CreateAsync(new RunSpec { Teacher = new TeacherSpec { Run = teacher } }, new RunRecord { DependsOn = ["gone"] });
        var waiting = Assert.Single(await store.Lifecycle.WaitingAsync());
        Assert.Equal([(teacher, RunState.Running), ("gone", (RunState?)null)],
            waiting.DependsOn.Select(d => (d.Id, d.State)).OrderBy(d => d.Id == "gone"));
    }
}
