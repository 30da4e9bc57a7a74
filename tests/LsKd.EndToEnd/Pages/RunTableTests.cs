using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LsKd.EndToEnd.Pages;

/// <summary>The run table in a real browser: its actions stay in view, and what its buttons open closes by the keyboard.</summary>
[Trait("Category", "Browser")]
public sealed class RunTableTests(InventedRunsFixture server, BrowserFixture browser) : IClassFixture<InventedRunsFixture>
{
    private const string ManyColumns = "/runs?columns=state,name,id,dataset,model,objective,smoothing,temperature,seed,teacher,role,cell,study,created,ended";

    [Theory]
    [InlineData(1440, 900)]
    [InlineData(800, 900)]
    [InlineData(390, 844)]
    public async Task However_wide_the_table_is_a_rows_actions_are_in_view(int width, int height)
    {
        await using var site = await browser.OpenAsync(server.Url, width, height);
        await site.GoAsync(ManyColumns);
        var button = site.Page.GetByRole(AriaRole.Button, new() { Name = "Actions for Long run" });
        await button.ScrollIntoViewIfNeededAsync();
        var box = (await button.BoundingBoxAsync())!;
        Assert.InRange(box.X + box.Width, box.Width, width);
        Assert.Equal(0, await site.Page.Locator(".run-grid .mud-table-container").EvaluateAsync<double>("e => e.scrollLeft"));
        await button.ClickAsync();
        await Expect(site.Page.GetByRole(AriaRole.Button, new() { Name = "Archive" })).ToBeInViewportAsync();
    }

    [Theory]
    [InlineData("Columns", "The usual ones")]
    [InlineData("Views", "Save")]
    [InlineData("Actions for Long run", "Archive")]
    public async Task Escape_closes_what_a_button_opened_and_gives_the_focus_back_to_it(string name, string inside)
    {
        await using var site = await browser.OpenAsync(server.Url);
        await site.GoAsync("/runs");
        var button = site.Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
        await button.ClickAsync();
        var opened = site.Page.Locator(".dropdown:popover-open");
        await Expect(opened.GetByRole(AriaRole.Button, new() { Name = inside, Exact = true })).ToBeVisibleAsync();
        await Expect(opened).ToBeFocusedAsync();
        await site.AssertAccessibleAsync();
        await site.Page.Keyboard.PressAsync("Tab");
        await site.Page.Keyboard.PressAsync("Escape");
        await Expect(opened).ToHaveCountAsync(0);
        await Expect(button).ToBeFocusedAsync();
    }
}
