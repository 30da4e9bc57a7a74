using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LsKd.EndToEnd.Pages;

/// <summary>Every page of the frame and the runs: accessible, no wider than its window, without an error, in both themes and two sizes.</summary>
[Trait("Category", "Browser")]
public sealed class EveryPageTests(ServerFixture server, BrowserFixture browser) : IClassFixture<ServerFixture>
{
    private static readonly string[] Parts = ["curves", "metrics", "soft-labels", "errors", "config", "environment", "log", "files", "lineage"];

    [Theory]
    [InlineData(1440, 900, false)]
    [InlineData(1440, 900, true)]
    [InlineData(390, 844, false)]
    [InlineData(390, 844, true)]
    public async Task Pages_pass_axe_fit_their_window_and_log_no_error(int width, int height, bool dark)
    {
        var id = await SeededRun.EnsureAsync(server);
        await using var site = await browser.OpenAsync(server.Url, width, height, dark);
        string[] paths = ["/", "/runs", "/runs?group=model", "/new", $"/new?teacher={id}", "/settings", .. Parts.Select(p => $"/runs/{id}?tab={p}")];
        foreach (var path in paths)
        {
            await site.GoAsync(path);
            await Expect(site.Page.Locator(".loading")).ToHaveCountAsync(0);
            await Expect(site.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveCountAsync(1);
            await site.AssertFitsAsync();
            await site.AssertAccessibleAsync();
        }
        site.AssertNoFaults();
    }
}
