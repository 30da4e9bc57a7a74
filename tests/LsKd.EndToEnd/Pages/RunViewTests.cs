using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LsKd.EndToEnd.Pages;

/// <summary>The address of a run's page says how the run is looked at, and brings that view back.</summary>
[Trait("Category", "Browser")]
public sealed class RunViewTests(InventedRunsFixture server, BrowserFixture browser) : IClassFixture<InventedRunsFixture>
{
    [Fact]
    public async Task Smoothing_and_axes_of_curves_are_in_the_address_and_come_back_from_it()
    {
        await using var site = await browser.OpenAsync(server.Url);
        await site.GoAsync("/runs/longrun8");
        var page = site.Page;
        var chart = page.Locator("figure.chart").First;
        await Expect(chart).ToHaveAttributeAsync("data-chart-state", "ready");
        var entries = await page.EvaluateAsync<int>("history.length");

        await page.GetByLabel("Horizontal axis").SelectOptionAsync("step");
        await page.GetByLabel("Smoothing of curves").FillAsync("0.6");
        await chart.GetByRole(AriaRole.Button, new() { Name = "log y" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex(@"\?smoothing=0\.6&axis=step&logy=loss$"));
        Assert.Equal(entries, await page.EvaluateAsync<int>("history.length"));

        await page.ReloadAsync();
        await site.ReadyAsync();
        await Expect(chart).ToHaveAttributeAsync("data-chart-state", "ready");
        await Expect(page.GetByLabel("Smoothing of curves")).ToHaveValueAsync("0.6");
        await Expect(page.GetByLabel("Horizontal axis")).ToHaveValueAsync("step");
        await Expect(chart.GetByRole(AriaRole.Button, new() { Name = "log y" })).ToHaveAttributeAsync("aria-pressed", "true");
        Assert.Equal("log", await chart.Locator(".chart-plot").EvaluateAsync<string>("p => p.layout.yaxis.type"));
        Assert.Equal("Step", await chart.Locator(".chart-plot").EvaluateAsync<string>("p => p.layout.xaxis.title.text"));
        Assert.True(await chart.Locator(".chart-plot").EvaluateAsync<bool>("p => p.data.some(t => t.meta.role === 'ghost')"));

        await page.GetByRole(AriaRole.Link, new() { Name = "Metrics", Exact = true }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("tab=metrics&smoothing=0.6"));
        await page.GoBackAsync();
        await Expect(page.GetByLabel("Smoothing of curves")).ToHaveValueAsync("0.6");
        site.AssertNoFaults();
    }

    [Fact]
    public async Task A_chart_that_waits_for_its_points_says_so_in_its_place()
    {
        await using var site = await browser.OpenAsync(server.Url);
        var go = new TaskCompletionSource();
        await site.Page.RouteAsync("**/api/curves**", async route =>
        {
            await go.Task;
            await route.ContinueAsync();
        });
        await site.GoAsync("/runs/longrun8");
        var chart = site.Page.Locator("figure.chart").First;
        await Expect(chart).ToHaveAttributeAsync("aria-busy", "true");
        var place = chart.Locator(".chart-plot");
        Assert.Equal("\"Loading\"", await place.EvaluateAsync<string>("p => getComputedStyle(p, '::after').content"));
        var height = (await chart.BoundingBoxAsync())!.Height;

        go.SetResult();
        await Expect(chart).ToHaveAttributeAsync("aria-busy", "false");
        Assert.Equal("none", await place.EvaluateAsync<string>("p => getComputedStyle(p, '::after').content"));
        Assert.InRange((await chart.BoundingBoxAsync())!.Height, height - 1, height + 60);
    }
}
