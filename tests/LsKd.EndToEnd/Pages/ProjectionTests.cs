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
            await Expect(site.Page.GetByText("confidence 0 to 1")).ToBeVisibleAsync();
        });
        Assert.Empty(again);
        site.AssertNoFaults();
    }

    [Fact]
    public async Task A_view_is_drawn_once()
    {
        await using var site = await browser.OpenAsync(server.Url);
        await site.GoAsync("/import");
        await site.Page.WaitForFunctionAsync("() => window.Plotly");
        await site.Page.EvaluateAsync("() => { const react = Plotly.react; window.drawn = 0; Plotly.react = (...a) => { window.drawn++; return react(...a); }; }");
        await site.Page.EvaluateAsync("address => Blazor.navigateTo(address)", Address + "&splits=test&classes=4,5,1");
        await site.Explorer().DrawnAsync();
        await site.Page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done))))");
        Assert.Equal(1, await site.Page.EvaluateAsync<int>("() => window.drawn"));
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
        await DrawRoundPanelAsync(site.Page, 0);
        var selection = site.Page.Locator(".projection-selection");
        await Expect(selection).ToContainTextAsync("samples selected");
        await Expect(selection.Locator("tbody tr").First).ToBeVisibleAsync();
        Assert.InRange(await selection.Locator("tbody tr").CountAsync(), 1, 60);
        var (name, text) = await site.DownloadAsync(selection.GetByRole(AriaRole.Button, new() { Name = "CSV of the selection" }));
        Assert.Equal("projection-selection.csv", name);
        Assert.InRange(Rows(text).Length, 20, 400);
        var (_, picture) = await site.DownloadAsync(site.Explorer().GetByRole(AriaRole.Button, new() { Name = "SVG", Exact = true }));
        Assert.Contains("chosen by lasso stand out; the others are faded.", picture, StringComparison.Ordinal);
        site.AssertNoFaults();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_lasso_in_any_panel_makes_the_same_samples_stand_out_in_the_others(int panel)
    {
        await using var site = await browser.OpenAsync(server.Url);
        await site.GoAsync(Address + "&splits=test&classes=4,5,1");
        await site.Explorer().DrawnAsync();
        await site.Page.GetByRole(AriaRole.Button, new() { Name = "lasso" }).ClickAsync();
        await DrawRoundPanelAsync(site.Page, panel);
        string[] titles = ["test, Teacher, LS 0, seed 0", "test, Teacher, LS 0.1, seed 0"];
        var selection = site.Page.Locator(".projection-selection");
        await Expect(selection).ToContainTextAsync($"samples selected in {titles[panel]}");
        await Expect(selection).ToContainTextAsync($"The same samples stand out in {titles[1 - panel]}");
        await Expect(selection.Locator("th", new() { HasTextString = $"Predicted by {titles[0]}" })).ToHaveCountAsync(1);
        await Expect(selection.Locator("th", new() { HasTextString = $"Predicted by {titles[1]}" })).ToHaveCountAsync(1);
        var counts = await site.Page.EvaluateAsync<int[]>(
            "() => [0, 1].map(i => document.querySelector('.projection-plot').data.filter(t => t.meta.panel === i && t.marker.opacity === 1).reduce((n, t) => n + t.x.length, 0))");
        Assert.True(counts[0] > 0 && counts[0] == counts[1], string.Join(", ", counts));
        var (_, text) = await site.DownloadAsync(selection.GetByRole(AriaRole.Button, new() { Name = "CSV of the selection" }));
        Assert.Equal(2 * counts[0], Rows(text).Count(line => line.Contains(",teacher2,", StringComparison.Ordinal) || line.Contains(",teacher3,", StringComparison.Ordinal)));
        await selection.GetByRole(AriaRole.Button, new() { Name = "Clear" }).ClickAsync();
        await Expect(selection).ToBeHiddenAsync();
        site.AssertNoFaults();
    }

    [Fact]
    public async Task Templates_and_centres_lie_over_the_points_and_right_or_wrong_tells_classes_by_shape()
    {
        await using var site = await browser.OpenAsync(server.Url);
        await site.GoAsync(Address + "&splits=test&classes=4,5,1&colour=correct");
        await site.Explorer().DrawnAsync();
        // Three templates and three centres with a halo each, and the line of D_c with its own.
        Assert.Equal(14, await site.Page.EvaluateAsync<int>(
            "() => document.querySelectorAll('.projection-plot .gl-container ~ .main-svg .layer-above path').length / 2"));
        var legend = site.Page.GetByRole(AriaRole.List, new() { Name = "Colours and marks" });
        foreach (var entry in (string[])["predicted right", "predicted wrong", "shape of a point", "Coat", "Sandal", "Trouser", "template", "class centre", "D_c"])
            await Expect(legend).ToContainTextAsync(entry);
        var symbols = await site.Page.EvaluateAsync<string[]>("() => [...new Set(document.querySelector('.projection-plot').data.map(t => t.marker.symbol))].sort()");
        Assert.Equal(["diamond", "square", "triangle-up"], symbols);
        site.AssertNoFaults();
    }

    [Fact]
    public async Task What_the_page_chose_itself_stands_in_the_address()
    {
        await using var site = await browser.OpenAsync(server.Url);
        await site.GoAsync("/projections");
        await site.Explorer().DrawnAsync();
        await Expect(site.Page).ToHaveURLAsync(new Regex("runs=teacher2,teacher3&splits=train,test&classes=\\d,\\d,\\d"));
    }

    [Fact]
    public async Task Other_epochs_are_seen_on_the_same_axes()
    {
        await using var site = await browser.OpenAsync(server.Url);
        await site.GoAsync(Address + "&splits=test&classes=4,5,1");
        await site.Explorer().DrawnAsync();
        const string Range = "() => document.querySelector('.projection-plot').layout.xaxis.range.map(v => v.toFixed(3)).join()";
        await site.Page.Locator("label.epochs input").FillAsync("0");
        await Expect(site.Page.Locator("label.epochs")).ToContainTextAsync("Epoch 2");
        await Expect(site.Page.Locator(".projection-notes li").First).ToContainTextAsync("epoch 2");
        await site.Explorer().DrawnAsync();
        var widest = await site.Page.EvaluateAsync<string>(Range);
        await site.Page.Locator("label.epochs input").FillAsync("2");
        await Expect(site.Page.Locator("label.epochs")).ToContainTextAsync("Final weights");
        await site.Page.WaitForURLAsync(url => !url.Contains("epoch", StringComparison.Ordinal));
        await site.Explorer().DrawnAsync();
        Assert.Equal(widest, await site.Page.EvaluateAsync<string>(Range));
        site.AssertNoFaults();
    }

    [Fact]
    public async Task The_place_of_the_panels_is_kept_while_their_points_are_on_the_way()
    {
        await using var site = await browser.OpenAsync(server.Url);
        var arrived = new TaskCompletionSource();
        await site.Page.RouteAsync("**/api/projection**", async route =>
        {
            await arrived.Task;
            await route.ContinueAsync();
        });
        await site.GoAsync(Address);
        var plot = site.Page.Locator(".projection-plot");
        await Expect(site.Explorer()).ToHaveAttributeAsync("data-chart-state", "loading");
        var before = (await plot.BoundingBoxAsync())!.Height;
        arrived.SetResult();
        await site.Explorer().DrawnAsync();
        Assert.Equal(before, (await plot.BoundingBoxAsync())!.Height, 2.0);
    }

    [Fact]
    public async Task A_file_of_the_points_names_run_seed_and_split_of_each_and_says_how_it_came_about()
    {
        await using var site = await browser.OpenAsync(server.Url);
        await site.GoAsync(Address + "&splits=test&classes=4,5,1");
        await site.Explorer().DrawnAsync();
        var (_, text) = await site.DownloadAsync(site.Explorer().GetByRole(AriaRole.Button, new() { Name = "CSV" }));
        Assert.Contains("# Method: plane of three templates.", text, StringComparison.Ordinal);
        Assert.Contains("# Classes: Coat, Sandal, Trouser.", text, StringComparison.Ordinal);
        Assert.Contains("label smoothing 0.1, training seed 0)", text, StringComparison.Ordinal);
        Assert.Contains("# Made with LsKdWeb: http", text, StringComparison.Ordinal);
        Assert.Equal("Run,Run id,Seed,Split,Epoch,Sample,Label,Predicted,Confidence,x,y", Rows(text)[0]);
        Assert.StartsWith("\"Teacher, LS 0\",teacher2,0,test,final,", Rows(text)[1], StringComparison.Ordinal);
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
        Assert.Contains("class centre", text, StringComparison.Ordinal);
        Assert.Contains("run teacher3; fashion-mnist, resnet8, cross-entropy, label smoothing 0.1, training seed 0", text, StringComparison.Ordinal);
        Assert.Contains("stored samples", text, StringComparison.Ordinal);
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

    private static string[] Rows(string csv) => [.. csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith('#'))];

    private static async Task DrawRoundPanelAsync(IPage page, int panel)
    {
        var plot = page.Locator(".projection-plot");
        await plot.ScrollIntoViewIfNeededAsync();
        var box = (await plot.BoundingBoxAsync())!;
        var area = await page.EvaluateAsync<float[]>(
            "i => { const l = document.querySelector('.projection-plot')._fullLayout, x = l['xaxis' + (i ? i + 1 : '')], y = l['yaxis' + (i ? i + 1 : '')]; return [x._offset, y._offset, x._length, y._length]; }", panel);
        (float X, float Y)[] corners = [(0.02f, 0.02f), (0.98f, 0.02f), (0.98f, 0.98f), (0.02f, 0.98f), (0.02f, 0.1f)];
        (float X, float Y) At((float X, float Y) corner) => (box.X + area[0] + corner.X * area[2], box.Y + area[1] + corner.Y * area[3]);
        await page.Mouse.MoveAsync(At(corners[0]).X, At(corners[0]).Y);
        await page.Mouse.DownAsync();
        foreach (var corner in corners[1..])
            await page.Mouse.MoveAsync(At(corner).X, At(corner).Y, new() { Steps = 6 });
        await page.Mouse.UpAsync();
    }
}
