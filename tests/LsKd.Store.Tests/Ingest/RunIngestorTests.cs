using LsKd.Core.Events;
using LsKd.Core.Runs;
using LsKd.Store.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace LsKd.Store.Tests.Ingest;

public abstract class RunIngestorTests(IDatabaseServer server)
{
    [Fact]
    public async Task Each_event_counts_once_however_often_the_log_is_followed()
    {
        await using var store = await server.OpenAsync();
        var id = await store.StartAsync();
        store.Append(id, 1, store.Metric("train/loss", 1, 2), new LogWritten("info", "hello"));
        Assert.Equal(2, await store.Ingestor.FollowAsync(id, 1));
        Assert.Equal(0, await store.Ingestor.FollowAsync(id, 1));
        store.Append(id, 1, store.Metric("train/loss", 2, 1));
        await store.Ingestor.FollowAsync(id, 1);
        var curve = Assert.Single(await store.Catalog.SeriesAsync(id, ["train/loss"]));
        Assert.Equal([2.0, 1.0], curve.Values);
        Assert.Equal("hello", Assert.Single(await store.Catalog.LogAsync(id)).Message);
    }

    [Fact]
    public async Task A_restarted_server_goes_on_where_it_stopped()
    {
        var store = await server.OpenAsync();
        var id = await store.StartAsync();
        store.Append(id, 1, store.Metric("train/loss", 1, 2));
        await store.Ingestor.FollowAsync(id, 1);
        store.Append(id, 1, store.Metric("train/loss", 2, 1));
        await using var again = await store.ReopenAsync();
        Assert.Equal(1, await again.Ingestor.FollowAsync(id, 1));
        Assert.Equal(2, (await again.Catalog.SeriesAsync(id, ["train/loss"])).Single().StoredPoints);
    }

    [Fact]
    public async Task Half_a_line_waits_for_its_other_half()
    {
        await using var store = await server.OpenAsync();
        var id = await store.StartAsync();
        var log = store.Folder(id).EventLog(1);
        File.WriteAllText(log, """{"type":"metric","tag":"a","st""");
        Assert.Equal(0, await store.Ingestor.FollowAsync(id, 1));
        File.AppendAllText(log, """ep":3,"epoch":1,"value":0.5,"time":"2030-01-01T00:00:00Z"}""" + "\n");
        Assert.Equal(1, await store.Ingestor.FollowAsync(id, 1));
        Assert.Equal(3, (await store.Catalog.SeriesAsync(id, ["a"])).Single().Steps.Single());
    }

    [Fact]
    public async Task An_unreadable_line_is_told_in_the_log_and_the_rest_is_read()
    {
        await using var store = await server.OpenAsync();
        var id = await store.StartAsync();
        File.WriteAllText(store.Folder(id).EventLog(1), "garbage\n");
        store.Append(id, 1, store.Metric("a", 1, 1));
        Assert.Equal(1, await store.Ingestor.FollowAsync(id, 1));
        Assert.Contains("byte 0: garbage", Assert.Single(await store.Catalog.LogAsync(id)).Message);
    }

    [Fact]
    public async Task Steps_repeated_after_a_resume_replace_themselves_in_curve_and_summary()
    {
        await using var store = await server.OpenAsync();
        var id = await store.StartAsync();
        store.Append(id, 1, store.Metric("a", 1, 5), store.Metric("a", 2, 9), store.Metric("a", 3, 1));
        await store.Ingestor.FollowAsync(id, 1);
        store.Append(id, 2, store.Metric("a", 2, 4), store.Metric("a", 3, 3), store.Metric("a", 4, 2));
        await store.Ingestor.FollowAsync(id, 2);
        Assert.Equal([5.0, 4.0, 3.0, 2.0], (await store.Catalog.SeriesAsync(id, ["a"])).Single().Values);
        var summary = (await store.Catalog.FindAsync(id, ["a"]))!.Metrics["a"];
        Assert.Equal((2.0, 4L, 2.0, 4L, 5.0, 1L, 4L),
            (summary.Last, summary.LastStep, summary.Min, summary.MinStep, summary.Max, summary.MaxStep, summary.Count));
    }

    [Fact]
    public async Task NaN_is_stored_and_read_back_as_NaN_and_spoils_no_extreme()
    {
        await using var store = await server.OpenAsync();
        var id = await store.StartAsync();
        store.Append(id, 1, store.Metric("a", 1, 5), store.Metric("a", 2, double.NaN), store.Metric("a", 3, double.PositiveInfinity));
        await store.Ingestor.FollowAsync(id, 1);
        var values = (await store.Catalog.SeriesAsync(id, ["a"])).Single().Values;
        Assert.Equal([5.0, double.NaN, double.PositiveInfinity], values);
        Assert.Equal(5, (await store.Catalog.FindAsync(id, ["a"]))!.Metrics["a"].Min);
    }

    [Fact]
    public async Task Progress_environment_checkpoints_and_artifacts_reach_the_details()
    {
        await using var store = await server.OpenAsync();
        var id = await store.StartAsync();
        var now = store.Clock.GetUtcNow();
        store.Append(id, 1,
            new RunStarted(1, new RunEnvironment { Device = "cpu", Threads = 2 }) { Time = now },
            new Progressed("training", 2, 8, 30, 100, 512.5, 12) { Time = now },
            new CheckpointSaved("best", "checkpoints/best.safetensors", 2, 1000) { Time = now },
            new ArtifactWritten("analysis", "analysis/train.json", "train", 2) { Time = now });
        await store.Ingestor.FollowAsync(id, 1);
        var details = (await store.Catalog.DetailsAsync(id))!;
        Assert.Equal(("training", 2, 30L, 512.5), (details.Summary.Progress!.Phase, details.Summary.Progress.Epoch, details.Summary.Progress.Step, details.Summary.Progress.SamplesPerSecond));
        Assert.Equal(2, details.Environment!.Threads);
        Assert.Equal("best", Assert.Single(details.Checkpoints).Name);
        Assert.Equal("train", Assert.Single(details.Artifacts).Split);
    }

    [Fact]
    public async Task A_failed_batch_leaves_neither_rows_nor_offset()
    {
        await using var store = await server.OpenAsync();
        var id = await store.StartAsync();
        store.Append(id, 1, store.Metric("a", 1, 1));
        await using (var context = store.Contexts.Create())
            await context.Database.ExecuteSqlRawAsync("DROP TABLE metric_summaries");
        await Assert.ThrowsAnyAsync<Exception>(() => store.Ingestor.FollowAsync(id, 1));
        await using (var context = store.Contexts.Create())
        {
            Assert.Equal(0, await context.Metrics.CountAsync());
            Assert.Equal(0, await context.Ingests.CountAsync());
        }
    }
}
