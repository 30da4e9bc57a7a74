using System.Diagnostics;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.EndToEnd.Faults;

namespace LsKd.EndToEnd.Benchmarks;

/// <summary>
/// Measures the site over 10,000 runs while a real run trains on one core and another run's log is read into the index:
/// <c>dotnet test -c Release tests/LsKd.EndToEnd --filter FullyQualifiedName~JobsBenchmark -- xUnit.Explicit=only</c>.
/// </summary>
[Trait("Category", "Benchmark")]
public sealed class JobsBenchmark(BrowserFixture browser) : IAsyncLifetime
{
    private static readonly int Runs = int.Parse(Environment.GetEnvironmentVariable("LSKD_BENCHMARK_RUNS") ?? "10000", System.Globalization.CultureInfo.InvariantCulture);
    private const int Burst = 400_000;
    private const int PointsPerSecond = 25_000;
    private const int Seconds = 20;
    private const int Deaths = 10;

    private static readonly RunSpec Endless = new()
    {
        Name = "endless",
        Data = new() { TrainSize = 5000, TestSize = 100, ValidationFraction = 0.01 },
        Model = new() { Name = "resnet8", Width = 16 },
        Training = new() { Epochs = 1000, BatchSize = 128, Device = "cpu" },
        Resources = new() { Threads = 1 },
    };

    // What the run table asks for when it opens, and a run's page.
    private static readonly (string Name, string Address)[] Pages =
    [
        ("API, newest 25 runs with 3 metrics", "api/runs?take=25&metric=validation/top1&metric=test/top1&metric=test/ece_15"),
        ("API, sorted by a metric", "api/runs?take=25&sort=metric:test/top1:max&metric=test/top1"),
        ("API, one run", $"api/runs/{BusyServer.Fed}"),
        ("page, run table", "runs"),
    ];

    private readonly BusyServer server = new(Runs);
    private readonly Figures figures = new();

    public ValueTask InitializeAsync() => server.InitializeAsync();

    public async ValueTask DisposeAsync() => await server.DisposeAsync();

    [Fact(Explicit = true)]
    public async Task The_site_keeps_its_pace_over_many_runs_while_one_trains()
    {
        figures["machine, load average (1 min) at the start"] = Figures.LoadAverage();
        figures["runs in the table"] = Runs;
        await PagesAsync("at rest");
        await TableAsync("at rest");
        var training = await server.StartRunAsync(Endless);
        await server.AwaitEventsAsync(training, 6);
        await BurstAsync();
        await SteadyAsync();
        await TableAsync("while a run trains");
        figures.Report();
        await DeathsAsync();
        await server.CancelRunAsync(training);
        figures.Report();
        Assert.InRange(figures["ingest of a burst, points a second"], 20_000, double.MaxValue);
        Assert.All(Pages, p => Assert.InRange(figures[$"{p.Name}, during {PointsPerSecond} points a second, p95 ms"], 0, 100));
        Assert.InRange(figures["run table drawn, at rest, median ms"], 0, 150);
        Assert.InRange(figures["death shown by the browser, max ms"], 0, 5000);
    }

    private async Task PagesAsync(string when)
    {
        foreach (var (name, address) in Pages)
        {
            await GetAsync(address);
            figures.Add($"{name}, {when}", await Figures.TimeAsync(() => GetAsync(address), n => n < 60));
        }
    }

    private async Task BurstAsync()
    {
        var before = await server.StoredAsync();
        server.Feed(Burst);
        var watch = Stopwatch.StartNew();
        while (await server.StoredAsync() < before + Burst)
            await Task.Delay(20);
        figures["ingest of a burst, points a second"] = Burst / watch.Elapsed.TotalSeconds;
    }

    private async Task SteadyAsync()
    {
        var before = await server.StoredAsync();
        using var writing = new CancellationTokenSource();
        var latencies = Pages.Select(p => Figures.TimeAsync(() => GetAsync(p.Address), _ => !writing.IsCancellationRequested, pauseMs: 100)).ToList();
        var watch = Stopwatch.StartNew();
        for (var tick = 1; tick <= Seconds * 10; tick++)
        {
            server.Feed(PointsPerSecond / 10);
            if (TimeSpan.FromMilliseconds(100 * tick) - watch.Elapsed is { Ticks: > 0 } rest)
                await Task.Delay(rest);
        }
        figures["steady ingest, points written a second"] = Seconds * PointsPerSecond / watch.Elapsed.TotalSeconds;
        var written = watch.Elapsed;
        while (await server.StoredAsync() < before + Seconds * PointsPerSecond)
            await Task.Delay(10);
        figures["steady ingest, last point stored after ms"] = (watch.Elapsed - written).TotalMilliseconds;
        await writing.CancelAsync();
        foreach (var (page, times) in Pages.Zip(await Task.WhenAll(latencies)))
            figures.Add($"{page.Name}, during {PointsPerSecond} points a second", times);
    }

    // From the wish for another page of the table to its rows in the browser: query, rendering on the server, transfer and drawing.
    private async Task TableAsync(string when)
    {
        await using var site = await browser.OpenAsync(server.Url);
        await site.GoAsync("/runs");
        var rows = site.Page.Locator(".run-grid tbody tr a");
        await rows.First.WaitForAsync();
        var times = new List<double>();
        foreach (var page in Enumerable.Range(0, 30).Select(i => 1 + (i + 1) % 10))
            times.Add(await site.Page.EvaluateAsync<double>(
                """
                async address => {
                  const first = () => document.querySelector('.run-grid tbody tr a')?.getAttribute('href');
                  const [before, begun] = [first(), performance.now()];
                  Blazor.navigateTo(address);
                  while (first() === before || !first()) await new Promise(r => setTimeout(r));
                  return performance.now() - begun;
                }
                """,
                $"/runs?page={page}"));
        figures.Add($"run table drawn, {when}", times[5..]);
    }

    private async Task DeathsAsync()
    {
        var (api, shown) = (new List<double>(), new List<double>());
        await using var site = await browser.OpenAsync(server.Url);
        for (var i = 0; i < Deaths; i++)
        {
            var id = await server.StartRunAsync(TinyRuns.Long);
            await site.GoAsync($"/runs/{id}");
            await server.AwaitEventsAsync(id, 6);
            var watch = Stopwatch.StartNew();
            Assert.True(Workers.Kill(Workers.Of(server.Run(id))!.Value));
            var drawn = site.Page.Locator("[role=alert], .reason").Filter(new() { HasText = "The worker died" }).First.WaitForAsync();
            while ((await server.FindAsync(id)).Summary.State != RunState.Failed)
                await Task.Delay(10);
            api.Add(watch.Elapsed.TotalMilliseconds);
            await drawn;
            shown.Add(watch.Elapsed.TotalMilliseconds);
        }
        figures.Add("death told by the API", api);
        figures.Add("death shown by the browser", shown);
    }

    private async Task GetAsync(string address)
    {
        using var answer = await server.Http.GetAsync(address);
        await answer.Content.ReadAsByteArrayAsync();
        Assert.True(answer.IsSuccessStatusCode);
    }
}
