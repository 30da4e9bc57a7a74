using Bunit;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Store.Contracts;
using LsKdWeb.Components.Pages.OneRun;
using LsKdWeb.Tests.Api;

namespace LsKdWeb.Tests.Components;

public sealed class PackedPanelTests : PageTest
{
    [Fact]
    public void The_files_of_a_binary_network_offer_it_packed_with_its_size_beside_the_real_one()
    {
        var folder = new RunFolder(Home);
        BinaryCheckpoint.Write(folder);
        var tab = Render<FilesTab>(p => p.Add(t => t.Details, Details(folder, "reactnet-small")));
        tab.WaitForAssertion(() =>
        {
            var row = tab.Find("[data-checkpoint='best']");
            Assert.Equal("/api/runs/it/packed/best", row.QuerySelector("a")!.GetAttribute("href"));
            Assert.Contains("times", row.TextContent, StringComparison.Ordinal);
            Assert.Contains("36,864", row.TextContent, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void No_other_network_offers_it() =>
        Assert.Empty(Render<FilesTab>(p => p.Add(t => t.Details, Details(new RunFolder(Home), "resnet8"))).FindAll("[data-packed]"));

    private static RunDetails Details(RunFolder folder, string model) =>
        new(Run("it"), new RunSpec { Model = new() { Name = model } }, folder, null, null, [], [], [], [], []);
}
