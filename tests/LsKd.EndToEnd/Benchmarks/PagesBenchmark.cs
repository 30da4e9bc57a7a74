using LsKd.Store.Rebuild;
using LsKd.Tests.Shared;
using LsKdWeb.Api;
using LsKdWeb.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace LsKd.EndToEnd.Benchmarks;

/// <summary>
/// Measures the pages in a real browser against a server in this process:
/// <c>dotnet test -c Release tests/LsKd.EndToEnd --filter Category=Benchmark -- xUnit.Explicit=only</c>. Figures go to the test's output and,
/// as JSON, to the file that <c>LSKD_BENCHMARK_OUT</c> names.
/// </summary>
[Trait("Category", "Benchmark")]
public sealed class PagesBenchmark(BrowserFixture browser) : IAsyncLifetime
{
    private const int Circuits = 50;
    private readonly HomeFolder home = new(Directory.CreateTempSubdirectory("lskd-bench-").FullName);
    private readonly Figures figures = new();
    private WebApplication? app;

    private static string[] Long { get; } = [.. Enumerable.Range(0, 20).Select(i => $"long{(char)('a' + i)}{2 + i % 7}")];

    private string Url => app!.Urls.First();

    public async ValueTask InitializeAsync()
    {
        home.Ensure();
        new InventedRuns(home.Runs) { SamplesPerSplit = 25_000, Dimension = 64, Splits = ["train"], Steps = 50 }.Write("bigzero2", 0, 1, name: "LS 0");
        new InventedRuns(home.Runs) { SamplesPerSplit = 25_000, Dimension = 64, Splits = ["train"], Steps = 50 }.Write("bigone3", 0.1, 2, name: "LS 0.1");
        foreach (var (id, i) in Long.Select((id, i) => (id, i)))
            new InventedRuns(home.Runs) { Steps = 10_000, Splits = [] }.Write(id, 0.02 * i, i, name: $"Run {i}");
        app = ServerHost.Build(new ServerOptions(home, "http://127.0.0.1:0"));
        await app.Services.GetRequiredService<StoreRebuilder>().RebuildAsync();
        await app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
            await app.DisposeAsync();
        Directory.Delete(home.Root, recursive: true);
    }

    [Fact(Explicit = true)]
    public async Task Pages_are_drawn_within_their_bars()
    {
        foreach (var part in (Func<Task>[])[TickAsync, ProjectionAsync, ComparisonAsync, CircuitsAsync])
        {
            await part();
            figures.Report();
        }
        Assert.InRange(figures["projection 50,000 points, warm, ms"], 0, 1500);
        Assert.InRange(figures["comparison 20 runs x 10,000 points, warm, ms"], 0, 1000);
        Assert.InRange(figures["live tick, one chart of 3 curves, bytes"], 0, 2048);
        Assert.InRange(figures[$"left by {Circuits} circuits, MB"], double.MinValue, 5);
    }

    private async Task ProjectionAsync()
    {
        string[] triples = ["4,5,1", "6,7,1", "8,9,2", "4,5,1"];
        var times = new List<double>();
        foreach (var triple in triples)
            times.Add(await DrawnAsync($"/projections?runs=bigzero2,bigone3&splits=train&all=true&classes={triple}", "figure.explorer"));
        figures["projection 50,000 points, first ever, ms"] = times[0];
        figures["projection 50,000 points, warm, ms"] = times[1..].Min();
        figures["projection 50,000 points, median, ms"] = times[1..].Order().ElementAt(1);
    }

    private async Task ComparisonAsync()
    {
        var times = new List<double>();
        for (var i = 0; i < 4; i++)
            times.Add(await DrawnAsync($"/compare?runs={string.Join(',', Long)}&tags=train/loss", "figure.chart"));
        figures["comparison 20 runs x 10,000 points, first ever, ms"] = times[0];
        figures["comparison 20 runs x 10,000 points, warm, ms"] = times[1..].Min();
        figures["comparison 20 runs x 10,000 points, median, ms"] = times[1..].Order().ElementAt(1);
    }

    private async Task TickAsync()
    {
        using var http = new HttpClient();
        var url = Url + CurveRequest.Url(Long.Take(3).Select(id => new CurveRequest("train/loss", id))) + "&from=10000";
        figures["live tick, one chart of 3 curves, bytes"] = (await http.GetByteArrayAsync(url)).Length;
    }

    private async Task CircuitsAsync()
    {
        await OpenAndCloseAsync(10);
        var before = Settled();
        await OpenAndCloseAsync(Circuits);
        figures[$"left by {Circuits} circuits, MB"] = (Settled() - before) / 1e6;
    }

    private async Task OpenAndCloseAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await using var site = await browser.OpenAsync(Url);
            await site.GoAsync($"/compare?runs={Long[0]},{Long[1]}&tags=train/loss");
            await site.Page.Locator("figure.chart[data-chart-state=ready]").WaitForAsync();
            await site.Page.GotoAsync("about:blank");
        }
        await Task.Delay(TimeSpan.FromSeconds(5));
    }

    // From the click on a link within the site to the drawn chart, on a page whose chart library was loaded while idle.
    private async Task<double> DrawnAsync(string address, string chart)
    {
        await using var site = await browser.OpenAsync(Url);
        await site.GoAsync("/import");
        await site.Page.WaitForFunctionAsync("() => window.Plotly");
        return await site.Page.EvaluateAsync<double>(
            """
            async ([address, chart]) => {
              const begun = performance.now();
              Blazor.navigateTo(address);
              while (!document.querySelector(chart + '[data-chart-state=ready]')) await new Promise(requestAnimationFrame);
              await new Promise(requestAnimationFrame);
              return performance.now() - begun;
            }
            """,
            new[] { address, chart });
    }

    private static long Settled()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
