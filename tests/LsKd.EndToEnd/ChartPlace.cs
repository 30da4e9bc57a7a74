using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LsKd.EndToEnd;

/// <summary>Charts on a page, as a test sees them.</summary>
public static class ChartPlace
{
    /// <summary>The chart of a title.</summary>
    public static ILocator Chart(this SitePage site, string title) =>
        site.Page.Locator("figure.chart").Filter(new() { Has = site.Page.Locator("figcaption", new() { HasTextString = title }) });

    /// <summary>The explorer's panels.</summary>
    public static ILocator Explorer(this SitePage site) => site.Page.Locator("figure.explorer");

    /// <summary>Waits until a chart is drawn.</summary>
    public static Task DrawnAsync(this ILocator chart) => Expect(chart).ToHaveAttributeAsync("data-chart-state", "ready", new() { Timeout = 30_000 });

    /// <summary>What a chart's download holds.</summary>
    public static async Task<(string Name, string Text)> DownloadAsync(this SitePage site, ILocator button)
    {
        var download = await site.Page.RunAndWaitForDownloadAsync(() => button.ClickAsync());
        return (download.SuggestedFilename, await File.ReadAllTextAsync((await download.PathAsync())!));
    }

    /// <summary>Addresses of the requests that an action causes.</summary>
    public static async Task<List<string>> RequestsAsync(this SitePage site, string part, Func<Task> action)
    {
        var seen = new List<string>();
        void Note(object? sender, IRequest request)
        {
            if (request.Url.Contains(part, StringComparison.Ordinal))
                seen.Add(request.Url);
        }
        site.Page.Request += Note;
        await action();
        site.Page.Request -= Note;
        return seen;
    }
}
