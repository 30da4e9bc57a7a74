using System.Runtime.InteropServices;
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
