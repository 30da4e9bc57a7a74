using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LsKd.EndToEnd.Pages;

/// <summary>From the form to the finished run and on to its copy, in a real browser with a real worker.</summary>
[Trait("Category", "Browser")]
public sealed class ExperimentTests(ServerFixture server, BrowserFixture browser) : IClassFixture<ServerFixture>
{
    private static readonly LocatorAssertionsToHaveTextOptions Training = new() { Timeout = 300_000 };

    [Fact]
    public async Task An_experiment_is_launched_watched_finished_found_cloned_and_deleted()
    {
        await using var site = await browser.OpenAsync(server.Url);
        await site.GoAsync("/new");
        await LaunchAsync(site.Page);
        await Expect(site.Page).ToHaveURLAsync(new Regex("/runs/[a-z0-9]{10}$"));
        var id = site.Page.Url[^10..];

        await Expect(site.Page.Locator(".page-head .chip")).ToHaveTextAsync("Done", Training);
        await Expect(site.Page.Locator("figure.chart[data-chart-state='ready']").First).ToBeVisibleAsync();
        var top1 = await Top1Async(id);
        await Expect(site.Page.Locator(".stat").Filter(new() { HasText = "Test top-1" }).Locator(".value"))
            .ToHaveTextAsync((100 * top1).ToString("F2", System.Globalization.CultureInfo.InvariantCulture) + "%");

        await site.GoAsync("/runs?q=walked");
        await Expect(site.Page.Locator("tbody tr")).ToHaveCountAsync(1);
        await site.GoAsync($"/new?clone={id}");
        await Expect(site.Page.Locator("[data-field='name']")).ToHaveValueAsync("walked through");
        await Expect(site.Page.GetByLabel("The spec as YAML")).ToHaveValueAsync(new Regex("trainSize: 200"));

        await DeleteAsync(site.Page, id);
        await Expect(site.Page).ToHaveURLAsync(server.Url + "/runs");
        Assert.False(Directory.Exists(Path.Combine(server.Home, "runs", id)));
        site.AssertNoFaults();
    }

    [Fact]
    public async Task A_setting_that_cannot_be_is_refused_at_its_field()
    {
        await using var site = await browser.OpenAsync(server.Url);
        await site.GoAsync("/new");
        await site.Page.Locator("[data-field='training.epochs']").FillAsync("-2");
        await Expect(site.Page.Locator(".spec-field").Filter(new() { Has = site.Page.Locator("[data-field='training.epochs']") }).GetByRole(AriaRole.Alert))
            .ToContainTextAsync("between 1 and");
        await Expect(site.Page.GetByRole(AriaRole.Button, new() { Name = "Launch the run" })).ToBeDisabledAsync();
        await Expect(site.Page.Locator(".problems")).ToContainTextAsync("training.epochs");
    }

    // The name by the form, what makes the run small by the YAML beside it.
    private static async Task LaunchAsync(IPage page)
    {
        await page.GetByLabel("The spec as YAML").FillAsync(
            """
            data: { dataset: fashion-mnist, trainSize: 200, testSize: 100, validationFraction: 0.01 }
            model: { name: resnet8, width: 2 }
            training: { epochs: 2, batchSize: 50 }
            """);
        await Expect(page.Locator("[data-field='data.trainSize']")).ToHaveValueAsync("200");
        await page.Locator("[data-field='name']").FillAsync("walked through");
        await Expect(page.GetByLabel("The spec as YAML")).ToHaveValueAsync(new Regex("name: walked through"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Launch the run" }).ClickAsync();
    }

    private static async Task DeleteAsync(IPage page, string id)
    {
        await page.GotoAsync($"/runs/{id}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Actions for walked through" }).ClickAsync();
        await page.GetByText("Delete", new() { Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("become free");
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete for good" }).ClickAsync();
    }

    private async Task<double> Top1Async(string id)
    {
        var result = await File.ReadAllTextAsync(Path.Combine(server.Home, "runs", id, "result.json"));
        return JsonDocument.Parse(result).RootElement.GetProperty("metrics").GetProperty("test/top1").GetDouble();
    }
}
