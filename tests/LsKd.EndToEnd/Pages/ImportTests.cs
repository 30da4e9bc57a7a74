using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using LsKd.Core.Arrays;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LsKd.EndToEnd.Pages;

[Trait("Category", "Browser")]
public sealed class ImportTests(ServerFixture server, BrowserFixture browser) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task A_bundle_with_a_wrong_tensor_is_refused_by_its_name_and_a_whole_one_is_described()
    {
        await using var site = await browser.OpenAsync(server.Url);
        await site.GoAsync("/import");
        await site.Page.GetByLabel("Choose a file").SetInputFilesAsync(Bundle("bad.safetensors", biases: 2));
        await Expect(site.Page.Locator(".notice.bad")).ToContainTextAsync("Tensor 'bias' has shape [2], [3] is needed.");
        await site.Page.GetByLabel("Choose a file").SetInputFilesAsync(Bundle("mine.safetensors", biases: 3));
        await Expect(site.Page.Locator("dl.facts")).ToContainTextAsync("computed from features, weights and bias");
        await Expect(site.Page.GetByLabel("Name of the run")).ToHaveValueAsync("mine");
        await Expect(site.Page.GetByRole(AriaRole.Button, new() { Name = "Import and analyse" })).ToBeEnabledAsync();
    }

    [Fact]
    public async Task An_imported_network_is_analysed_and_then_measured_projected_and_compared_like_any_run()
    {
        await using var site = await browser.OpenAsync(server.Url);
        await site.GoAsync("/import");
        await site.Page.GetByLabel("Choose a file").SetInputFilesAsync(Clusters("clusters.safetensors"));
        await site.Page.GetByLabel("Name of the run").FillAsync("my network");
        await site.Page.GetByRole(AriaRole.Button, new() { Name = "Import and analyse" }).ClickAsync();
        await Expect(site.Page).ToHaveURLAsync(new Regex("/runs/[a-z0-9]{10}$"));
        await Expect(site.Page.Locator(".page-head .chip")).ToHaveTextAsync("Done", new() { Timeout = 300_000 });

        var metrics = site.Page.GetByRole(AriaRole.Region, new() { Name = "Analysis" });
        await Expect(metrics).ToContainTextAsync("test (90)");
        await Expect(metrics.GetByRole(AriaRole.Row, new() { NameRegex = new Regex("^Top-1 accuracy") })).ToContainTextAsync("100.00%");
        await Expect(site.Page.GetByRole(AriaRole.Link, new() { Name = "Curves" })).ToHaveCountAsync(0);

        await site.Page.GetByRole(AriaRole.Navigation, new() { Name = "Parts of the run" }).GetByRole(AriaRole.Link, new() { Name = "Projection" }).ClickAsync();
        await site.Explorer().DrawnAsync();
        await Expect(site.Page.Locator(".projection-notes li")).ToContainTextAsync("90 points");
        site.AssertNoFaults();
    }

    [Theory]
    [InlineData(1440, false)]
    [InlineData(390, true)]
    public async Task The_import_is_accessible_and_fits(int width, bool dark)
    {
        await using var site = await browser.OpenAsync(server.Url, width, 844, dark);
        await site.GoAsync("/import");
        await site.AssertAccessibleAsync();
        await site.AssertFitsAsync();
        site.AssertNoFaults();
    }

    // Three classes far apart, each round its own template: nothing is left to chance.
    private string Clusters(string name)
    {
        const int count = 90, classes = 3;
        var random = new Random(1);
        long[] labels = [.. Enumerable.Range(0, count).Select(i => (long)(i % classes))];
        float[] features = [.. labels.SelectMany(label => Enumerable.Range(0, classes).Select(d => (d == label ? 6f : 0) + random.NextSingle()))];
        float[] weights = [.. Enumerable.Range(0, classes * classes).Select(i => i / classes == i % classes ? 1f : 0)];
        var path = Path.Combine(server.Home, name);
        SafeTensorsFile.Write(path,
        [
            ("labels", "I64", [count], MemoryMarshal.AsBytes<long>(labels).ToArray()), ("features", "F32", [count, classes], MemoryMarshal.AsBytes<float>(features).ToArray()),
            ("weights", "F32", [classes, classes], MemoryMarshal.AsBytes<float>(weights).ToArray()), ("bias", "F32", [classes], new byte[4 * classes]),
        ], new Dictionary<string, string> { ["class_names"] = """["ash","birch","cedar"]""", ["split"] = "test" });
        return path;
    }

    private string Bundle(string name, int biases)
    {
        var path = Path.Combine(server.Home, name);
        SafeTensorsFile.Write(path,
        [
            ("labels", "I64", [3], MemoryMarshal.AsBytes<long>([0, 1, 2]).ToArray()), ("features", "F32", [3, 2], new byte[24]),
            ("weights", "F32", [3, 2], new byte[24]), ("bias", "F32", [biases], new byte[4 * biases]),
        ]);
        return path;
    }
}
