using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LsKd.EndToEnd.Pages;

[Trait("Category", "Browser")]
public sealed class ShellTests(ServerFixture server, BrowserFixture browser) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task An_unknown_address_answers_404_with_a_page_of_ours()
    {
        using var response = await server.Http.GetAsync("/no-such-page", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);

        await using var site = await browser.OpenAsync(server.Url);
        await site.GoAsync("/no-such-page");
        await Expect(site.Page.GetByRole(AriaRole.Heading, new() { Level = 1 }))
            .ToHaveTextAsync("Page not found");
    }

    [Fact]
    public async Task The_theme_follows_the_system_until_a_choice_is_made_and_the_choice_survives_a_reload()
    {
        await using var site = await browser.OpenAsync(server.Url, dark: true);
        await site.GoAsync("/");
        Assert.Equal("dark", await ThemeOf(site));

        await site.Page.GetByRole(AriaRole.Radio, new() { Name = "Light", Exact = true }).ClickAsync();
        await Expect(site.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "light");

        await site.GoAsync("/");
        Assert.Equal("light", await ThemeOf(site));
        site.AssertNoFaults();
    }

    [Fact]
    public async Task On_a_phone_the_menu_opens_leads_to_a_page_and_closes()
    {
        await using var site = await browser.OpenAsync(server.Url, width: 390, height: 844);
        await site.GoAsync("/");
        await site.Page.GetByRole(AriaRole.Button, new() { Name = "Menu", Exact = true }).ClickAsync();
        await site.Page.GetByRole(AriaRole.Link, new() { Name = "Settings and about" }).ClickAsync();
        await Expect(site.Page).ToHaveURLAsync(server.Url + "/settings");
        await Expect(site.Page.Locator("nav.side")).Not.ToHaveClassAsync(new Regex("open"));
        await site.AssertFitsAsync();
    }

    [Fact]
    public async Task A_page_comes_back_by_itself_after_the_server_was_restarted()
    {
        await using var site = await browser.OpenAsync(server.Url);
        await site.GoAsync("/");
        await site.Page.EvaluateAsync("document.body.dataset.before = 'yes'");

        await server.KillAsync();
        var dialog = site.Page.Locator("dialog.reconnect");
        await Expect(dialog).ToBeVisibleAsync();
        var box = (await dialog.BoundingBoxAsync())!;
        Assert.Equal(1440 / 2.0, box.X + box.Width / 2, 20.0);
        await server.StartAsync();

        await Expect(site.Page.Locator("body[data-before]")).ToHaveCountAsync(0, new() { Timeout = 40_000 });
        await site.ReadyAsync();
    }

    private static Task<string?> ThemeOf(SitePage site) => site.Page.Locator("html").GetAttributeAsync("data-theme");
}
