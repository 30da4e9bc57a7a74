using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LsKd.EndToEnd.Pages;

[Trait("Category", "Browser")]
public sealed class ProjectionTests(InventedRunsFixture server, BrowserFixture browser) : IClassFixture<InventedRunsFixture>
{
    private const string Address = "/projections?runs=teacher2,teacher3";

    [Fact]
    public async Task Points_come_in_one_fetch_and_a_change_of_colour_needs_none()
    {
        await using var site = await browser.OpenAsync(server.Url);
        var first = await site.RequestsAsync("/api/projection", async () =>
        {
            await site.GoAsync(Address);
            await site.Explorer().DrawnAsync();
        });
        Assert.Single(first);

        var again = await site.RequestsAsync("/api/", async () =>
        {
            await site.Page.GetByLabel("Colour", new() { Exact = true }).SelectOptionAsync("confidence");
            await Expect(site.Page).ToHaveURLAsync(new Regex("colour=confidence"));
            await Expect(site.Page.GetByText("confidence 1")).ToBeVisibleAsync();
        });
        Assert.Empty(again);
        site.AssertNoFaults();
    }

    [Fact]
    public async Task Every_panel_has_the_same_axes_unless_asked_otherwise()
    {
        await using var site = await browser.OpenAsync(server.Url);
        await site.GoAsync(Address);
        await site.Explorer().DrawnAsync();
        const string Ranges = "() => { const l = document.querySelector('.projection-plot').layout; return ['xaxis', 'xaxis2', 'xaxis3', 'xaxis4'].map(a => l[a].range.map(v => v.toFixed(4)).join()) }";
        Assert.Single((await site.Page.EvaluateAsync<string[]>(Ranges)).Distinct());
        await site.Page.GetByLabel("same axes").UncheckAsync();
        await Expect(site.Page).ToHaveURLAsync(new Regex("axes=own"));
        await site.Page.WaitForFunctionAsync($"() => new Set(({Ranges})()).size > 1");
    }

    [Fact]
    public async Task A_sample_can_be_reached_by_keyboard_and_shows_its_image_label_and_soft_label()
    {
        await using var site = await browser.OpenAsync(server.Url);
        await site.GoAsync(Address);
        await site.Explorer().DrawnAsync();
        await site.Page.Locator(".projection-plot").PressAsync("ArrowRight");
        var card = site.Page.Locator(".projection-card");
        await Expect(card.Locator("img.sample-image")).ToBeVisibleAsync();
        await Expect(card.Locator(".sample-bar")).ToHaveCountAsync(5);
        await Expect(card.Locator("strong")).ToHaveTextAsync("Trouser");
        await Expect(site.Page.Locator(".explorer .chart-live")).ToContainTextAsync("sample 1,");
        site.AssertNoFaults();
    }

    [Fact]
    public async Task A_lasso_lists_its_samples_with_images_and_downloads_them_all()
    {
        await using var site = await browser.OpenAsync(server.Url);
        await site.GoAsync(Address);
        await site.Explorer().DrawnAsync();
        await site.Page.GetByRole(AriaRole.Button, new() { Name = "lasso" }).ClickAsync();
        await DrawRoundFirstPanelAsync(site.Page);
        var selection = site.Page.Locator(".projection-selection");
        await Expect(selection).ToContainTextAsync("samples selected");
        await Expect(selection.Locator("tbody tr").First).ToBeVisibleAsync();
        Assert.InRange(await selection.Locator("tbody tr").CountAsync(), 1, 60);
        var (name, text) = await site.DownloadAsync(selection.GetByRole(AriaRole.Button, new() { Name = "CSV of the selection" }));
        Assert.Equal("projection-selection.csv", name);
        Assert.InRange(text.Split('\n').Length, 20, 200);
        site.AssertNoFaults();
    }

    [Fact]
    public async Task Classes_method_and_epoch_change_the_address_and_the_address_restores_them()
    {
        await using var site = await browser.OpenAsync(server.Url);
        await site.GoAsync(Address + "&classes=6,7,2&method=span-pca&epoch=2&splits=test");
        await site.Explorer().DrawnAsync();
        await Expect(site.Page.GetByLabel("First class")).ToHaveValueAsync("6");
        await Expect(site.Page.GetByLabel("Method")).ToHaveValueAsync("span-pca");
        await Expect(site.Page.Locator(".projection-notes li").First).ToContainTextAsync("fitted on");
        await Expect(site.Page.Locator("label.epochs")).ToContainTextAsync("Epoch 2");
        await site.Page.GetByRole(AriaRole.Button, new() { Name = "Bag, Ankle boot" }).ClickAsync();
        await Expect(site.Page).ToHaveURLAsync(new Regex("classes=8,9,2"));
        await site.Explorer().DrawnAsync();
        site.AssertNoFaults();
    }

    [Fact]
    public async Task A_picture_keeps_the_title_and_the_names()
    {
        await using var site = await browser.OpenAsync(server.Url);
        await site.GoAsync(Address);
        await site.Explorer().DrawnAsync();
        var (name, text) = await site.DownloadAsync(site.Explorer().GetByRole(AriaRole.Button, new() { Name = "SVG" }));
        Assert.Equal("projection.svg", name);
        Assert.Contains("plane of three templates", text, StringComparison.Ordinal);
        Assert.Contains("Teacher, LS 0.1", text, StringComparison.Ordinal);
        Assert.Contains("Sandal", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1440, 900, false)]
    [InlineData(1440, 900, true)]
    [InlineData(390, 844, false)]
    [InlineData(390, 844, true)]
    public async Task The_explorer_is_accessible_and_fits(int width, int height, bool dark)
    {
        await using var site = await browser.OpenAsync(server.Url, width, height, dark);
        await site.GoAsync(Address);
        await site.Explorer().DrawnAsync();
        await site.AssertAccessibleAsync();
        await site.AssertFitsAsync();
        site.AssertNoFaults();
    }

    private static async Task DrawRoundFirstPanelAsync(IPage page)
    {
        var plot = page.Locator(".projection-plot");
        await plot.ScrollIntoViewIfNeededAsync();
        var box = (await plot.BoundingBoxAsync())!;
        (float X, float Y)[] corners = [(0.06f, 0.2f), (0.23f, 0.2f), (0.23f, 0.85f), (0.06f, 0.85f), (0.06f, 0.25f)];
        await page.Mouse.MoveAsync(box.X + corners[0].X * box.Width, box.Y + corners[0].Y * box.Height);
        await page.Mouse.DownAsync();
        foreach (var (x, y) in corners[1..])
            await page.Mouse.MoveAsync(box.X + x * box.Width, box.Y + y * box.Height, new() { Steps = 6 });
        await page.Mouse.UpAsync();
    }
}
