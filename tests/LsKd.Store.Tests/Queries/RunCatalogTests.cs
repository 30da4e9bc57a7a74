using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Store.Contracts;
using LsKd.Store.Tests.Support;

namespace LsKd.Store.Tests.Queries;

public abstract class RunCatalogTests(IDatabaseServer server)
{
    [Fact]
    public async Task A_search_needs_every_word_in_any_field()
    {
        await using var store = await server.OpenAsync();
        var id = await store.CreateAsync(new RunSpec { Name = "Teacher One", Tags = ["paper"], Notes = "first try" });
        await store.CreateAsync(new RunSpec { Name = "Teacher Two" });
        Assert.Equal(id, Assert.Single((await store.Catalog.QueryAsync(new RunQuery { Search = "TEACHER paper try" })).Runs).Id);
        Assert.Equal(2, (await store.Catalog.QueryAsync(new RunQuery { Search = "fashion" })).Total);
    }

    [Fact]
    public async Task Filters_combine()
    {
        await using var store = await server.OpenAsync();
        await store.CreateAsync(Spec("resnet8", 0.1), new RunRecord { Study = "s", Role = "teacher" });
        var id = await store.CreateAsync(Spec("resnet14", 0.1), new RunRecord { Study = "s", Role = "student" });
        await store.CreateAsync(Spec("resnet14", 0), new RunRecord { Study = "s" });
        var query = new RunQuery { StudyId = "s", Models = ["resnet14"], Smoothing = 0.1, States = [RunState.Queued] };
        Assert.Equal(id, Assert.Single((await store.Catalog.QueryAsync(query)).Runs).Id);
        Assert.Empty((await store.Catalog.QueryAsync(query with { States = [RunState.Failed] })).Runs);
    }

    [Fact]
    public async Task Sorting_by_a_metric_puts_runs_without_it_last_both_ways()
    {
        await using var store = await server.OpenAsync();
        var (low, none, high) = (await store.StartAsync(), await store.StartAsync(), await store.StartAsync());
        foreach (var (id, value) in ((string, double)[])[(low, 0.2), (high, 0.9)])
        {
            store.Append(id, 1, store.Metric("test/top1", 1, value));
            await store.Ingestor.FollowAsync(id, 1);
        }
        var query = new RunQuery { SortBy = "metric:test/top1:max", Metrics = ["test/top1"] };
        var page = await store.Catalog.QueryAsync(query);
        Assert.Equal([high, low, none], page.Runs.Select(r => r.Id));
        Assert.Equal(0.9, page.Runs[0].Metrics["test/top1"].Last);
        Assert.Equal([low, high, none], (await store.Catalog.QueryAsync(query with { Descending = false })).Runs.Select(r => r.Id));
    }

    [Fact]
    public async Task Groups_hold_every_matching_run_and_describe_metrics_by_mean_sample_deviation_and_number()
    {
        await using var store = await server.OpenAsync();
        await store.CreateAsync(Spec("resnet14", 0) with { Name = "other" });
        var ids = new List<string>();
        foreach (var (value, i) in ((double?[])[0.2, 0.4, 0.9, double.NaN, null]).Select((v, i) => (v, i)))
        {
            var spec = Spec("resnet8", 0.1) with { Training = new() { Seed = i % 3 } };
            ids.Add(await store.StartAsync(spec));
            if (value is not { } number)
                continue;
            store.Append(ids[i], 1, store.Metric("test/top1", 1, 0.1), store.Metric("test/top1", 2, number));
            await store.Ingestor.FollowAsync(ids[i], 1);
        }
        var found = await store.Catalog.GroupAsync(
            new RunQuery { Take = 1 }, ["model", "smoothing"], [new("test/top1", "last"), new("test/top1", "min"), new("test/nll", "last")]);

        Assert.Equal(6, found.Total);
        Assert.Equal([["resnet8", "0.1"], ["resnet14", "0"]], found.Groups.Select(g => g.Key));
        var group = found.Groups[0];
        Assert.Equal((5, 3), (group.Count, group.Seeds));
        Assert.Equal(ids.AsEnumerable().Reverse(), group.Ids);
        Assert.Equal((3, 0.5), (group.Values[0]!.Count, Math.Round(group.Values[0]!.Mean, 12)));
        Assert.Equal(0.360555127546, group.Values[0]!.Deviation!.Value, 10);
        Assert.Equal(0.1, group.Values[1]!.Mean, 12);
        Assert.Null(group.Values[2]);
        Assert.Null(found.Groups[1].Values[0]);
        await Assert.ThrowsAsync<ArgumentException>(() => store.Catalog.GroupAsync(new RunQuery(), ["colour"], []));
    }

    [Fact]
    public async Task Pages_neither_overlap_nor_leave_gaps()
    {
        await using var store = await server.OpenAsync();
        var ids = new List<string>();
        for (var i = 0; i < 25; i++)
            ids.Add(await store.CreateAsync());
        var seen = new List<string>();
        for (var skip = 0; skip < 25; skip += 10)
        {
            var page = await store.Catalog.QueryAsync(new RunQuery { SortBy = "name", Skip = skip, Take = 10 });
            Assert.Equal(25, page.Total);
            seen.AddRange(page.Runs.Select(r => r.Id));
        }
        Assert.Equal(ids.Order(), seen.Order());
    }

    [Fact]
    public async Task An_unknown_column_is_refused_by_name()
    {
        await using var store = await server.OpenAsync();
        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => store.Catalog.QueryAsync(new RunQuery { SortBy = "colour" }));
        Assert.Contains("colour", refusal.Message);
    }

    [Fact]
    public async Task A_reduced_curve_keeps_every_bucket_extreme_and_the_last_point()
    {
        await using var store = await server.OpenAsync();
        var id = await store.StartAsync();
        store.Append(id, 1, Enumerable.Range(1, 10_000).Select(i => store.Metric("a", i, i == 5432 ? 1000 : i == 1234 ? -1000 : Math.Sin(i))));
        await store.Ingestor.FollowAsync(id, 1);
        var curve = (await store.Catalog.SeriesAsync(id, ["a"], points: 300)).Single();
        Assert.InRange(curve.Values.Count, 100, 300);
        Assert.Equal(10_000, curve.StoredPoints);
        Assert.Equal((1000.0, -1000.0, 10_000L), (curve.Values.Max(), curve.Values.Min(), curve.Steps[^1]));
        Assert.Equal(curve.Steps.Order(), curve.Steps);
        var part = (await store.Catalog.SeriesAsync(id, ["a"], 300, fromStep: 5000, toStep: 5099)).Single();
        Assert.Equal((100L, 100, 5000L, 5099L), (part.StoredPoints, part.Values.Count, part.Steps[0], part.Steps[^1]));
    }

    [Fact]
    public async Task The_tags_of_a_run_are_its_own()
    {
        await using var store = await server.OpenAsync();
        var (first, second) = (await store.StartAsync(), await store.StartAsync());
        store.Append(first, 1, store.Metric("b", 1, 1), store.Metric("a", 1, 1));
        store.Append(second, 1, store.Metric("c", 1, 1));
        await store.Ingestor.FollowAsync(first, 1);
        await store.Ingestor.FollowAsync(second, 1);
        Assert.Equal(["a", "b"], await store.Catalog.TagsAsync(first));
        Assert.Equal(["a", "b", "c"], await store.Catalog.TagsAsync());
    }

    private static RunSpec Spec(string model, double smoothing) =>
        new() { Model = new ModelSpec { Name = model }, Objective = new ObjectiveSpec { Smoothing = smoothing } };
}
