using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LsKd.EndToEnd.Pages;

/// <summary>A page that is closed while the server works for it.</summary>
[Trait("Category", "Browser")]
public sealed class ClosedPageTests(ServerFixture server, BrowserFixture browser) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task A_launch_whose_page_is_closed_at_once_is_completed_without_an_error_in_the_servers_log()
    {
        await LaunchAndCloseAsync("/", "Run the quick study");
        await ExistAsync(5);
        await LaunchAndCloseAsync("/studies/clusters", "Launch study");
        await ExistAsync(6);
        await LaunchAndCloseAsync("/new", "Launch the run");

        await using var site = await browser.OpenAsync(server.Url);
        await site.GoAsync("/studies/quick");
        await Expect(site.Page.Locator("[data-progress]")).ToBeVisibleAsync();
        Assert.DoesNotContain("Unhandled exception", server.Output);
        Assert.DoesNotContain("Navigation failed", server.Output);
    }

    private async Task LaunchAndCloseAsync(string path, string button)
    {
        await using var site = await browser.OpenAsync(server.Url);
        await site.GoAsync(path);
        var launch = site.Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true });
        await Expect(launch).ToBeEnabledAsync();
        await launch.ClickAsync();
    }

    private async Task ExistAsync(int runs)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await CountAsync(patience.Token) < runs)
            await Task.Delay(50, patience.Token);
    }

    private async Task<int> CountAsync(CancellationToken cancel) =>
        JsonDocument.Parse(await server.Http.GetStringAsync("/api/runs", cancel)).RootElement.GetProperty("total").GetInt32();
}
