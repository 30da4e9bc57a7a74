using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using LsKd.Core.Events;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Store;
using LsKd.Store.Commands;
using LsKd.Store.Contracts;
using LsKd.Store.Database;
using LsKd.Store.Ingest;
using Microsoft.Extensions.DependencyInjection;

namespace LsKd.Benchmarks.Store;

/// <summary>
/// <c>store</c>: how quickly event logs go into the index, and how long a page of the run table takes over many runs, at rest and
/// meanwhile. The queries are those of the page, without its rendering.
/// </summary>
internal static class StoreBenchmark
{
    private const int Queries = 60;
    private static readonly Option<int> Runs = new("--runs") { Description = "Runs in the table.", DefaultValueFactory = _ => 10_000 };
    private static readonly Option<int> Points = new("--points") { Description = "Scalars to read into the index.", DefaultValueFactory = _ => 400_000 };
    private static readonly Option<bool> Json = new("--json") { Description = "Write one JSON document to standard output." };

    public static Command Create()
    {
        var command = new Command("store", "Time the ingest of events and the pages of the run table.") { Runs, Points, Json };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var root = Directory.CreateTempSubdirectory("lskd-store-benchmark-");
        try
        {
            var report = await MeasureAsync(root.FullName, parsed.GetValue(Runs), parsed.GetValue(Points), cancel);
            Console.WriteLine(JsonSerializer.Serialize(report, parsed.GetValue(Json) ? SpecJson.Options : SpecJson.Indented));
            return 0;
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            root.Delete(recursive: true);
        }
    }

    private static async Task<StoreReport> MeasureAsync(string root, int runs, int points, CancellationToken cancel)
    {
        var options = new StoreOptions(Path.Combine(root, "runs"), Path.Combine(root, "lskd.db"));
        Directory.CreateDirectory(options.RunsFolder);
        await using var services = new ServiceCollection().AddLsKdStore(options).BuildServiceProvider();
        await services.GetRequiredService<StoreDatabase>().OpenAsync(cancel);
        var ids = await FillAsync(services, options, runs, cancel);
        var catalog = services.GetRequiredService<IRunCatalog>();
        var pages = new Dictionary<string, Latency>();
        foreach (var (name, query) in Pages())
            pages[name] = await TimeAsync(() => catalog.QueryAsync(query), () => false);
        pages["grouped"] = await TimeAsync(() => catalog.GroupAsync(new RunQuery(), ["model", "smoothing"], [new("test/top1", "max"), new("test/loss", "last")]), () => false);
        WriteLog(options, ids[0], points);
        var done = false;
        var watch = Stopwatch.StartNew();
        var meanwhile = TimeAsync(() => catalog.QueryAsync(Pages()[0].Query), () => !done);
        await services.GetRequiredService<RunIngestor>().FollowAsync(ids[0], 1, cancel);
        var seconds = watch.Elapsed.TotalSeconds;
        done = true;
        var stored = (await catalog.SeriesAsync(ids[0], ["train/loss", "train/learning_rate"], cancel: cancel)).Sum(s => s.StoredPoints);
        if (stored != points)
            throw new InvalidOperationException($"{stored} of {points} points were stored.");
        return new StoreReport(runs, pages, points, points / seconds, await meanwhile);
    }

    private static (string Name, RunQuery Query)[] Pages() =>
    [
        ("newest", new RunQuery { Metrics = ["test/top1", "test/loss"] }),
        ("by metric", new RunQuery { SortBy = "metric:test/top1:max", Metrics = ["test/top1"] }),
        ("search", new RunQuery { Search = "teacher 77", Metrics = ["test/top1"] }),
        ("last page", new RunQuery { SortBy = "name", Descending = false, Skip = 9_900, Metrics = ["test/top1"] }),
    ];

    private static async Task<List<string>> FillAsync(IServiceProvider services, StoreOptions options, int runs, CancellationToken cancel)
    {
        var (commands, lifecycle, ingestor) = (
            services.GetRequiredService<IRunCommands>(), services.GetRequiredService<RunLifecycle>(), services.GetRequiredService<RunIngestor>());
        var ids = new List<string>();
        for (var i = 0; i < runs; i++)
        {
            var spec = new RunSpec { Name = $"teacher {i}", Training = new() { Seed = i }, Tags = [$"group-{i % 20}"] };
            ids.Add(await commands.CreateAsync(spec, new RunRecord(), cancel));
            await lifecycle.ClaimAsync(ids[i], "local", "cpu", cancel: cancel);
            if (i == 0)
                continue;
            var value = i * 7919 % 10_007 / 10_007.0;
            Write(options, ids[i], [new MetricLogged("test/top1", 100, 1, value), new MetricLogged("test/loss", 100, 1, 1 - value)]);
            await ingestor.FollowAsync(ids[i], 1, cancel);
        }
        return ids;
    }

    private static void WriteLog(StoreOptions options, string id, int points) => Write(options, id, Enumerable.Range(0, points)
        .Select(i => new MetricLogged(i % 2 == 0 ? "train/loss" : "train/learning_rate", i / 2, i / 1000.0, Math.Sin(i))));

    private static void Write(StoreOptions options, string id, IEnumerable<MetricLogged> events) => File.AppendAllLines(
        new RunFolder(Path.Combine(options.RunsFolder, id)).EventLog(1),
        events.Select(e => JsonSerializer.Serialize<RunEvent>(e with { Time = DateTimeOffset.UnixEpoch }, SpecJson.Options)));

    private static async Task<Latency> TimeAsync(Func<Task> query, Func<bool> goesOn)
    {
        var times = new List<double>();
        await query();
        while (times.Count < Queries || goesOn())
        {
            var watch = Stopwatch.StartNew();
            await query();
            times.Add(watch.Elapsed.TotalMilliseconds);
        }
        times.Sort();
        return new Latency(times.Count, times[times.Count / 2], times[(int)(times.Count * 0.95)]);
    }

    /// <summary>Times of a page in milliseconds.</summary>
    private sealed record Latency(int Count, double Median, double P95);

    /// <summary>The benchmark's result.</summary>
    private sealed record StoreReport(int Runs, IReadOnlyDictionary<string, Latency> Pages, int Points, double PointsPerSecond, Latency NewestPageMeanwhile);
}
