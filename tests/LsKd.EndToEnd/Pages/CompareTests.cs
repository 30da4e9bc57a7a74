using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LsKd.EndToEnd.Pages;

[Trait("Category", "Browser")]
public sealed class CompareTests(InventedRunsFixture server, BrowserFixture browser) : IClassFixture<InventedRunsFixture>
{
    [Fact]
    public async Task A_student_is_measured_against_its_teacher_and_differing_settings_alone_are_listed()
    {
        await using var site = await browser.OpenAsync(server.Url);
        await site.GoAsync("/compare?runs=student5,teacher3");
        await Expect(site.Page.GetByLabel("Baseline")).ToHaveValueAsync("teacher3");
        var settings = site.Page.GetByRole(AriaRole.Region, new() { Name = "Settings", Exact = true });
        await Expect(settings).ToContainTextAsync("objective.name");
        await Expect(settings).Not.ToContainTextAsync("training.epochs");
        await site.Page.GetByLabel("show settings that agree").CheckAsync();
        await Expect(settings).ToContainTextAsync("training.epochs");
        site.AssertNoFaults();
    }

    [Fact]
    public async Task Smoothing_shows_the_raw_line_behind_and_needs_no_fetch()
    {
        await using var site = await browser.OpenAsync(server.Url);
        await site.GoAsync("/compare?runs=teacher2,teacher3");
        await site.Chart("Training loss").DrawnAsync();
        var fetched = await site.RequestsAsync("/api/", async () =>
        {
            await site.Page.GetByLabel(new Regex("^Smoothing")).FillAsync("0.8");
            await Expect(site.Page).ToHaveURLAsync(new Regex("smooth=0.8"));
            await site.Page.WaitForFunctionAsync("() => document.querySelector('figure.chart .chart-plot').data.some(t => t.meta.role === 'ghost')");
        });
        Assert.Empty(fetched);
    }

    [Fact]
    public async Task A_reduced_curve_says_so_refines_on_zoom_and_its_csv_holds_every_point()
    {
        await using var site = await browser.OpenAsync(server.Url);
        await site.GoAsync("/compare?runs=teacher2,longrun8&tags=train/loss&x=step");
        var chart = site.Chart("Training loss");
        await chart.DrawnAsync();
        await Expect(chart.Locator(".chart-note")).ToContainTextAsync("of 5,400 points");

        var refined = await site.RequestsAsync("from=", async () =>
        {
            var plot = chart.Locator(".chart-plot");
            await plot.PressAsync("+");
            await site.Page.WaitForRequestAsync(new Regex("from="), new() { Timeout = 10_000 });
        });
        Assert.NotEmpty(refined);

        var (name, text) = await site.DownloadAsync(chart.GetByRole(AriaRole.Button, new() { Name = "CSV" }));
        Assert.Equal("training-loss.csv", name);
        var lines = text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var rows = lines.Where(line => !line.StartsWith('#')).ToArray();
        Assert.Equal("Run,Run id,Seed,Series,Step,Training loss (nats)", rows[0]);
        Assert.StartsWith("\"Teacher, LS 0\",teacher2,0,", rows[1], StringComparison.Ordinal);
        Assert.Equal(5401, rows.Length);
        Assert.Equal("# Training loss", lines[0]);
        Assert.Contains(lines, line => line.StartsWith("# Long run (run longrun8;", StringComparison.Ordinal) && line.Contains("training seed 3", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_zoom_stays_when_the_figure_is_drawn_anew()
    {
        await using var site = await browser.OpenAsync(server.Url);
        await site.GoAsync("/compare?runs=teacher2,teacher3&tags=train/loss");
        var chart = site.Chart("Training loss");
        await chart.DrawnAsync();
        await chart.Locator(".chart-plot").PressAsync("+");
        var before = await RangeAsync(chart);
        await site.Page.GetByLabel(new Regex("^Smoothing")).FillAsync("0.5");
        await Expect(site.Page).ToHaveURLAsync(new Regex("smooth=0.5"));
        Assert.Equal(before, await RangeAsync(chart));
    }

    [Fact]
    public async Task Two_single_runs_are_compared_on_the_samples_that_both_have_stored()
    {
        await using var site = await browser.OpenAsync(server.Url);
        await site.GoAsync("/compare?runs=teacher2,teacher3");
        var metrics = site.Page.GetByRole(AriaRole.Region, new() { Name = "Metrics, test", Exact = true });
        var accuracy = metrics.GetByRole(AriaRole.Row, new() { NameRegex = new Regex("^Top-1 accuracy") });
        await Expect(accuracy.Locator(".of.samples")).ToHaveCountAsync(1);
        await Expect(accuracy).ToContainTextAsync("McNemar p =");
        await Expect(metrics.Locator(".about")).ToContainTextAsync("on the 600 samples that both runs have stored");
        await Expect(metrics.Locator(".of.seeds")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Axes_stay_where_values_can_be_and_mark_whole_epochs()
    {
        await using var site = await browser.OpenAsync(server.Url);
        await site.GoAsync("/compare?runs=teacher2,teacher3&tags=validation/top1");
        var chart = site.Chart("Validation top-1");
        await chart.DrawnAsync();
        await chart.Locator(".chart-plot").EvaluateAsync(
            "p => { const s = p.data[0]; return window.Plotly.restyle(p, { x: [[1]], y: [[0.05]] }).then(() => window.Plotly.relayout(p, { 'xaxis.autorange': true, 'yaxis.autorange': true })); }");
        var axes = await chart.Locator(".chart-plot").EvaluateAsync<double[]>("p => [...p.layout.xaxis.range, ...p.layout.yaxis.range, p.layout.xaxis.dtick]");
        Assert.True(axes[0] >= 0 && axes[2] >= 0 && axes[3] <= 1, string.Join(", ", axes));
        Assert.Equal(1, axes[4]);
    }

    [Fact]
    public async Task Seeds_become_one_column_with_mean_deviation_and_n()
    {
        await using var site = await browser.OpenAsync(server.Url);
        await site.GoAsync("/compare?runs=teacher2,teacher9,teacher3&seeds=true");
        var metrics = site.Page.GetByRole(AriaRole.Region, new() { Name = "Metrics, test", Exact = true });
        await Expect(metrics).ToContainTextAsync("(n = 2)");
        await Expect(metrics).ToContainTextAsync("±");
        await site.Chart("Training loss").DrawnAsync();
        await Expect(site.Chart("Training loss").Locator(".chart-note")).ToContainTextAsync("n = 2");
    }

    [Fact]
    public async Task With_seeds_put_together_a_projection_names_the_seed_that_it_shows_and_another_can_be_chosen()
    {
        await using var site = await browser.OpenAsync(server.Url);
        await site.GoAsync("/compare?runs=teacher2,teacher9,teacher3&seeds=true");
        await site.Explorer().DrawnAsync();
        var notes = site.Page.Locator(".projection-notes");
        await Expect(notes).ToContainTextAsync("seed 0");
        await Expect(notes).Not.ToContainTextAsync("n = 2)");
        await site.Page.GetByLabel("Seed shown").SelectOptionAsync("9");
        await Expect(site.Page).ToHaveURLAsync(new Regex("seed=9"));
        await Expect(notes.Locator("li").First).ToContainTextAsync("seed 9");
        await Expect(notes.Locator("li").Last).ToContainTextAsync("seed 0");
        await Expect(site.Page.GetByText("A column without seed 9 shows its first seed")).ToBeVisibleAsync();
        await site.Explorer().DrawnAsync();
        site.AssertNoFaults();
    }

    [Fact]
    public async Task A_logarithmic_axis_stands_in_the_address_which_brings_it_back()
    {
        await using var site = await browser.OpenAsync(server.Url);
        await site.GoAsync("/compare?runs=teacher2,teacher3&tags=train/loss");
        await site.Chart("Training loss").DrawnAsync();
        await site.Chart("Training loss").GetByRole(AriaRole.Button, new() { Name = "log y" }).ClickAsync();
        await Expect(site.Page).ToHaveURLAsync(new Regex("logy=train"));
        await site.Page.ReloadAsync();
        await site.ReadyAsync();
        await site.Chart("Training loss").DrawnAsync();
        Assert.Equal("log", await site.Chart("Training loss").Locator(".chart-plot").EvaluateAsync<string>("p => p.layout.yaxis.type"));
        await Expect(site.Chart("Training loss").GetByRole(AriaRole.Button, new() { Name = "log y" })).ToHaveAttributeAsync("aria-pressed", "true");
        site.AssertNoFaults();
    }

    [Fact]
    public async Task A_picture_keeps_title_axes_and_legend_and_the_table_lists_the_values()
    {
        await using var site = await browser.OpenAsync(server.Url, dark: true);
        await site.GoAsync("/compare?runs=teacher2,teacher3&tags=validation/top1");
        var chart = site.Chart("Validation top-1");
        await chart.DrawnAsync();
        var (_, text) = await site.DownloadAsync(chart.GetByRole(AriaRole.Button, new() { Name = "SVG" }));
        Assert.Contains("Validation top-1", text, StringComparison.Ordinal);
        Assert.Contains("Epoch", text, StringComparison.Ordinal);
        Assert.Contains("Teacher, LS 0.1", text, StringComparison.Ordinal);
        Assert.Contains("run teacher3; fashion-mnist", text, StringComparison.Ordinal);
        await chart.GetByRole(AriaRole.Button, new() { Name = "table" }).ClickAsync();
        await Expect(chart.Locator("table tbody tr")).ToHaveCountAsync(16);
    }

    [Theory]
    [InlineData(1440, 900, false)]
    [InlineData(1440, 900, true)]
    [InlineData(390, 844, false)]
    [InlineData(390, 844, true)]
    public async Task The_comparison_is_accessible_and_fits(int width, int height, bool dark)
    {
        await using var site = await browser.OpenAsync(server.Url, width, height, dark);
        await site.GoAsync("/compare?runs=teacher2,teacher3,student4");
        await site.Chart("Training loss").DrawnAsync();
        await site.Explorer().DrawnAsync();
        await site.AssertAccessibleAsync();
        await site.AssertFitsAsync();
        site.AssertNoFaults();
    }

    private static Task<string> RangeAsync(ILocator chart) =>
        chart.Locator(".chart-plot").EvaluateAsync<string>("p => p.layout.xaxis.range.map(v => v.toFixed(6)).join()");
}
