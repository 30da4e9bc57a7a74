using System.Text.Json;
using LsKd.Core.Events;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Store.Commands;
using LsKd.Store.Contracts;
using LsKd.Store.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace LsKd.Store.Tests.Rebuild;

public abstract class StoreRebuilderTests(IDatabaseServer server)
{
    [Fact]
    public async Task A_rebuilt_index_says_what_the_old_one_said()
    {
        await using var store = await server.OpenAsync();
        await FillAsync(store);
        var before = await DescribeAsync(store);
        var report = await store.Rebuilder.RebuildAsync();
        Assert.Equal((4, 6L), (report.Runs, report.Events));
        Assert.Empty(report.Problems);
        Assert.Equal(store.Options.Postgres is null, File.Exists(report.SetAside));
        Assert.Equal(before, await DescribeAsync(store));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_read_is_named_and_the_rest_is_restored()
    {
        await using var store = await server.OpenAsync();
        var (good, bad) = (await store.CreateAsync(), await store.CreateAsync());
        File.WriteAllText(store.Folder(bad).SpecFile, "{ not json");
        var report = await store.Rebuilder.RebuildAsync();
        Assert.Contains(bad, Assert.Single(report.Problems));
        Assert.Equal(good, Assert.Single((await store.Catalog.QueryAsync(new RunQuery())).Runs).Id);
    }

    [Fact]
    public async Task An_index_that_lost_a_table_is_made_again()
    {
        await using var store = await server.OpenAsync();
        await FillAsync(store);
        var before = await DescribeAsync(store);
        await using (var context = store.Contexts.Create())
            await context.Database.ExecuteSqlRawAsync("DROP TABLE metrics");
        await store.Rebuilder.RebuildAsync();
        Assert.Equal(before, await DescribeAsync(store));
    }

    [Fact]
    public async Task A_rebuild_that_is_cut_off_says_so_and_the_next_one_is_whole()
    {
        var first = await server.OpenAsync();
        await FillAsync(first);
        var before = await DescribeAsync(first);
        await Assert.ThrowsAsync<OperationCanceledException>(() => first.Rebuilder.RebuildAsync(new CutOff(after: 2)));
        await using var store = await first.ReopenAsync();
        Assert.Contains("was cut off", store.Database.Unfinished, StringComparison.Ordinal);
        if (store.Options.Postgres is null)
            Assert.Equal(before, await DescribeAsync(store));
        await store.Rebuilder.RebuildAsync();
        Assert.Null(store.Database.Unfinished);
        Assert.Equal(before, await DescribeAsync(store));
    }

    private sealed class CutOff(int after) : IProgress<string>
    {
        private int _seen;

        public void Report(string value)
        {
            if (++_seen == after)
                throw new OperationCanceledException();
        }
    }

    [Fact]
    public async Task A_rebuilt_run_is_at_rest_though_its_log_ends_in_the_middle_of_something()
    {
        await using var store = await server.OpenAsync();
        var ids = new List<string>();
        foreach (var end in (RunState[])[RunState.Succeeded, RunState.Paused])
        {
            var id = await store.StartAsync();
            ids.Add(id);
            store.Append(id, 1, new Progressed("analysing", 3, 3, 30, 30, 512, 1) { Time = store.Clock.GetUtcNow() });
            await store.Ingestor.FollowAsync(id, 1);
            await store.Lifecycle.EndAsync(id, 1, new AttemptEnd(end, end.ToString().ToLowerInvariant(), ""));
        }
        await store.Rebuilder.RebuildAsync();
        var (finished, paused) = ((await store.Catalog.FindAsync(ids[0]))!.Progress!, (await store.Catalog.FindAsync(ids[1]))!.Progress!);
        Assert.Equal(("finished", 3, 30L, 0.0, null), (finished.Phase, finished.Epoch, finished.Step, finished.SamplesPerSecond, finished.SecondsLeft));
        Assert.Equal(("stopped", 0.0, null), (paused.Phase, paused.SamplesPerSecond, paused.SecondsLeft));
    }

    [Fact]
    public async Task A_folder_from_elsewhere_has_its_times_from_its_events()
    {
        await using var store = await server.OpenAsync();
        var id = await store.CreateAsync();
        var (started, ended) = (store.Clock.GetUtcNow(), store.Clock.GetUtcNow().AddMinutes(7));
        store.Append(id, 1, new RunStarted(1, new RunEnvironment()) { Time = started }, new RunEnded(RunState.Succeeded, "") { Time = ended });
        File.WriteAllText(store.Folder(id).ResultFile, JsonSerializer.Serialize(new RunResult { State = RunState.Succeeded, Attempt = 1 }, SpecJson.Options));
        await store.Rebuilder.RebuildAsync();
        var run = (await store.Catalog.FindAsync(id))!;
        Assert.Equal((RunState.Succeeded, started, ended), (run.State, run.Started, run.Ended));
    }

    private protected static async Task FillAsync(TestStore store)
    {
        var teacher = await store.StartAsync(new RunSpec { Name = "teacher", Tags = ["one"] });
        store.Append(teacher, 1, store.Metric("a", 1, 5), store.Metric("a", 2, 9), store.Metric("b", 1, 1));
        await store.Ingestor.FollowAsync(teacher, 1);
        await store.Lifecycle.EndAsync(teacher, 1, new AttemptEnd(RunState.Interrupted, "lost", "killed", "tail", true));
        await store.Lifecycle.ClaimAsync(teacher, "local", "cpu");
        store.Append(teacher, 2, store.Metric("a", 2, 4), store.Metric("a", 3, 3), store.Metric("b", 2, 0.5));
        await store.Ingestor.FollowAsync(teacher, 2);
        await store.Lifecycle.EndAsync(teacher, 2, new AttemptEnd(RunState.Succeeded, "succeeded", ""));
        var student = await store.CreateAsync(new RunSpec { Teacher = new TeacherSpec { Run = teacher } });
        await store.Commands.PauseAsync(student);
        var cancelled = await store.CreateAsync();
        await store.Commands.CancelAsync(cancelled);
        var marked = await store.CreateAsync(record: new RunRecord { Study = "s", Role = "baseline", Cell = "ls=0" });
        await store.Commands.SetTagsAsync(marked, ["x"]);
        await store.Commands.SetNotesAsync(marked, "note");
        await store.Commands.SetPriorityAsync(marked, 3);
        await store.Commands.ArchiveAsync(marked, true);
    }

    private protected static async Task<string> DescribeAsync(TestStore store)
    {
        var page = await store.Catalog.QueryAsync(new RunQuery { Archived = null, SortBy = "id" });
        var all = new List<object>();
        foreach (var run in page.Runs)
            all.Add(new { Details = await store.Catalog.DetailsAsync(run.Id), Curves = await store.Catalog.SeriesAsync(run.Id, ["a", "b"]) });
        return JsonSerializer.Serialize(all, SpecJson.Indented);
    }
}
