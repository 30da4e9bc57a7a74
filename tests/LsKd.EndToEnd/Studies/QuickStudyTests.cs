using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LsKd.EndToEnd.Studies;

[Trait("Category", "Browser")]
public sealed class QuickStudyTests(ServerFixture server, BrowserFixture browser) : IClassFixture<ServerFixture>
{
    private const int Minutes = 4 * 60_000;

    [Fact]
    public async Task A_shortened_quick_study_runs_from_the_page_and_shows_what_the_store_holds()
    {
        await using var site = await browser.OpenAsync(server.Url);
        await site.GoAsync("/studies/quick");
        await Expect(site.Page.GetByRole(AriaRole.Button, new() { Name = "Run the quick study" })).ToBeVisibleAsync();
        await LaunchTinyAsync(site.Page);

        await Expect(site.Page.Locator("[data-progress='5/5']")).ToBeVisibleAsync(new() { Timeout = Minutes });
        foreach (var (role, smoothing, top1) in Stored())
            await Expect(Cell(site.Page, role, smoothing)).ToHaveTextAsync($"{(100 * top1).ToString("0.00", CultureInfo.InvariantCulture)} (n = 1)");
        foreach (var split in (string[])["train", "validation"])
            await Expect(site.Page.Locator($"[data-figure*=': {split}, seed 0']")).ToHaveCountAsync(2);
        await Expect(site.Page.Locator("[data-verdict='Inconclusive']")).ToContainTextAsync("one seed gives no verdict");
        await site.AssertAccessibleAsync();
        await site.AssertFitsAsync();
        site.AssertNoFaults();

        var report = await server.Http.GetStringAsync(await ReportAddressAsync(site.Page), TestContext.Current.CancellationToken);
        Assert.Contains("<svg", report, StringComparison.Ordinal);
    }

    private static async Task LaunchTinyAsync(IPage page)
    {
        await page.GetByLabel("Size").First.ClickAsync();
        await page.GetByText("tiny: proves that it runs").Last.ClickAsync();
        await Expect(page.Locator("[data-planned='5']")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Launch study" }).ClickAsync();
    }

    // Column 3 is without, column 4 with smoothing.
    private static ILocator Cell(IPage page, string role, double? smoothing) => page
        .Locator($"[data-table='Side by side'] tr[data-row='{(role == "baseline" ? "student alone" : role)} / test accuracy, %'] td")
        .Nth(smoothing > 0 ? 3 : 2);

    private static async Task<string> ReportAddressAsync(IPage page) =>
        await page.GetByRole(AriaRole.Link, new() { Name = "Report" }).GetAttributeAsync("href") ?? "";

    private List<(string Role, double? Smoothing, double Top1)> Stored()
    {
        var runs = Directory.GetDirectories(Path.Combine(server.Home, "runs")).ToDictionary(f => Path.GetFileName(f)!);
        List<(string, double?, double)> stored = [];
        foreach (var folder in runs.Values)
        {
            var spec = Json(folder, "spec.json");
            var labelled = spec.TryGetProperty("teacher", out var teacher) && teacher.ValueKind == JsonValueKind.Object
                ? Json(runs[teacher.GetProperty("run").GetString()!], "spec.json")
                : spec;
            stored.Add((
                Json(folder, "record.json").GetProperty("role").GetString()!,
                labelled.GetProperty("objective").GetProperty("smoothing").GetDouble(),
                Json(folder, "result.json").GetProperty("metrics").GetProperty("test/top1").GetDouble()));
        }
        Assert.Equal(5, stored.Count);
        return stored;
    }

    private static JsonElement Json(string folder, string file) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, file))).RootElement;
}
