using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LsKd.EndToEnd.Pages;

[Trait("Category", "Browser")]
public sealed class SoftLabelTests(InventedRunsFixture server, BrowserFixture browser) : IClassFixture<InventedRunsFixture>
{
    private const string Address = "/soft-labels?runs=teacher2,teacher3,student4";

    [Fact]
    public async Task A_class_shows_its_minor_values_its_samples_and_its_nearest_classes()
    {
        await using var site = await browser.OpenAsync(server.Url);
        await site.GoAsync(Address);
        await site.Page.GetByLabel("Class", new() { Exact = true }).SelectOptionAsync("4");
        await Expect(site.Page).ToHaveURLAsync(new Regex("class=4"));
        var minor = site.Chart("Minor values of Coat");
        await minor.DrawnAsync();
        var bars = await minor.Locator(".chart-plot").EvaluateAsync<int[]>("p => p.data.map(t => t.x.length)");
        Assert.Equal([9, 9, 9], bars);
        await Expect(site.Page.GetByRole(AriaRole.Region, new() { Name = "Nearest classes by soft label" }).GetByRole(AriaRole.Row, new() { Name = "Coat" }).First)
            .ToContainTextAsync("Sandal");
        await site.Page.GetByRole(AriaRole.Button, new() { Name = "Next" }).ClickAsync();
        await Expect(site.Page).ToHaveURLAsync(new Regex("sample=20014"));
        await Expect(site.Page.GetByRole(AriaRole.Img, new() { Name = "Image of sample 20014" })).ToBeVisibleAsync();
        site.AssertNoFaults();
    }

    [Theory]
    [InlineData(1440, 900, false)]
    [InlineData(390, 844, true)]
    public async Task The_soft_labels_are_accessible_and_fit(int width, int height, bool dark)
    {
        await using var site = await browser.OpenAsync(server.Url, width, height, dark);
        await site.GoAsync(Address);
        await site.Chart("Target value by class").DrawnAsync();
        await site.Chart("Sorted profile").DrawnAsync();
        await site.AssertAccessibleAsync();
        await site.AssertFitsAsync();
        site.AssertNoFaults();
    }
}
