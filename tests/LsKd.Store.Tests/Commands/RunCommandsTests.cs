using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Store.Commands;
using LsKd.Store.Contracts;
using LsKd.Store.Tests.Support;

namespace LsKd.Store.Tests.Commands;

public abstract class RunCommandsTests(IDatabaseServer server)
{
    [Fact]
    public async Task A_new_run_waits_in_the_queue_with_its_teacher_as_dependency()
    {
        await using var store = await server.OpenAsync();
        var teacher = await store.CreateAsync();
        var id = await store.CreateAsync(new RunSpec { Teacher = new TeacherSpec { Run = teacher } });
        var details = (await store.Catalog.DetailsAsync(id))!;
        Assert.Equal(RunState.Queued, details.Summary.State);
        Assert.Equal([teacher], details.DependsOn);
        Assert.Equal([id], (await store.Catalog.DetailsAsync(teacher))!.Dependents);
        Assert.True(File.Exists(details.Folder.SpecFile));
    }

    [Fact]
    public async Task Pausing_a_waiting_run_is_immediate_and_resuming_queues_it_again()
    {
        await using var store = await server.OpenAsync();
        var id = await store.CreateAsync();
        await store.Commands.PauseAsync(id);
        Assert.Equal(RunState.Paused, (await store.Catalog.FindAsync(id))!.State);
        await store.Commands.ResumeAsync(id);
        Assert.Equal(RunState.Queued, (await store.Catalog.FindAsync(id))!.State);
    }

    [Theory]
    [InlineData("pause")]
    [InlineData("cancel")]
    public async Task Stopping_a_running_run_asks_its_worker(string kind)
    {
        await using var store = await server.OpenAsync();
        var id = await store.StartAsync();
        await (kind == "pause" ? store.Commands.PauseAsync(id) : store.Commands.CancelAsync(id));
        Assert.Equal(RunState.Stopping, (await store.Catalog.FindAsync(id))!.State);
        Assert.Equal(kind, File.ReadAllText(store.Folder(id).StopRequest));
        Assert.Equal(kind, Assert.Single(await store.Lifecycle.ActiveAsync()).StopKind);
    }

    [Fact]
    public async Task A_succeeded_run_can_be_neither_resumed_nor_cancelled()
    {
        await using var store = await server.OpenAsync();
        var id = await store.StartAsync();
        await store.Lifecycle.EndAsync(id, 1, new AttemptEnd(RunState.Succeeded, "succeeded", ""));
        Assert.Contains("succeeded", (await Assert.ThrowsAsync<InvalidOperationException>(() => store.Commands.ResumeAsync(id))).Message);
        await Assert.ThrowsAsync<InvalidOperationException>(() => store.Commands.CancelAsync(id));
    }

    [Fact]
    public async Task Deleting_is_refused_while_others_depend_on_the_run_and_frees_its_folder_afterwards()
    {
        await using var store = await server.OpenAsync();
        var teacher = await store.CreateAsync();
        var student = await store.CreateAsync(new RunSpec { Teacher = new TeacherSpec { Run = teacher } });
        var plan = await store.Commands.PlanDeletionAsync(teacher);
        Assert.Equal([student], plan.Dependents);
        Assert.True(plan.Bytes > 0);
        await store.Commands.RenameAsync(student, "the student");
        Assert.Contains($"'the student' ({student}) depends on it", (await Assert.ThrowsAsync<InvalidOperationException>(() => store.Commands.DeleteAsync(teacher))).Message);
        await store.Commands.DeleteAsync(student);
        await store.Commands.DeleteAsync(teacher);
        Assert.Null(await store.Catalog.FindAsync(teacher));
        Assert.False(Directory.Exists(store.Folder(teacher).Root));
    }

    [Fact]
    public async Task A_running_run_cannot_be_deleted()
    {
        await using var store = await server.OpenAsync();
        var id = await store.StartAsync();
        Assert.Contains("Cancel it first", (await Assert.ThrowsAsync<InvalidOperationException>(() => store.Commands.DeleteAsync(id))).Message);
    }

    [Fact]
    public async Task Tags_notes_and_name_are_found_by_search_at_once()
    {
        await using var store = await server.OpenAsync();
        var id = await store.CreateAsync();
        await store.Commands.SetTagsAsync(id, ["Blue", " Blue ", ""]);
        await store.Commands.SetNotesAsync(id, "a note");
        await store.Commands.RenameAsync(id, "my run");
        var found = Assert.Single((await store.Catalog.QueryAsync(new RunQuery { Search = "blue note my" })).Runs);
        Assert.Equal(["Blue"], found.Tags);
        Assert.Equal(("my run", "a note"), (found.Name, found.Notes));
    }

    [Fact]
    public async Task An_unknown_run_is_named()
    {
        await using var store = await server.OpenAsync();
        Assert.Contains("nope", (await Assert.ThrowsAsync<KeyNotFoundException>(() => store.Commands.PauseAsync("nope"))).Message);
    }

    [Fact]
    public async Task Listeners_hear_one_change_a_run_within_a_tenth_of_a_second()
    {
        await using var store = await server.OpenAsync();
        var heard = new List<RunChange>();
        using var all = store.Feed.Subscribe(null, heard.Add);
        var id = await store.StartAsync();
        store.Append(id, 1, store.Metric("a", 1, 1));
        await store.Ingestor.FollowAsync(id, 1);
        Assert.Empty(heard);
        store.Clock.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal(new RunChange(id, RunState.Running, true), Assert.Single(heard));
        all.Dispose();
        await store.Commands.RenameAsync(id, "x");
        store.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Single(heard);
    }
}
