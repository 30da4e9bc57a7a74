using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace LsKd.EndToEnd;

/// <summary>A browser page on the site that keeps watch: errors in its console and requests to other hosts.</summary>
public sealed class SitePage : IAsyncDisposable
{
    private readonly List<string> _faults = [];

    internal SitePage(IPage page, string site)
    {
        Page = page;
        page.SetDefaultTimeout(60_000);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                _faults.Add(message.Text);
        };
        page.PageError += (_, error) => _faults.Add(error);
        page.Request += (_, request) =>
        {
            if (request.Url.StartsWith("http", StringComparison.Ordinal) && !request.Url.StartsWith(site, StringComparison.Ordinal))
                _faults.Add($"A request left the site: {request.Url}");
        };
    }

    /// <summary>Playwright's page.</summary>
    public IPage Page { get; }

    /// <summary>Errors of the console and requests to other hosts so far.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>Goes to an address of the site and waits until the page answers to clicks.</summary>
    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(path);
        await ReadyAsync();
    }

    /// <summary>Waits until the page answers to clicks.</summary>
    public Task ReadyAsync() => Page.Locator(".shell[data-ready='true']").WaitForAsync();

    /// <summary>Asserts that axe finds no serious or critical violation on the page at rest.</summary>
    public async Task AssertAccessibleAsync()
    {
        await RestAsync();
        var result = await Page.RunAxe();
        var grave = result.Violations.Where(v => v.Impact is "serious" or "critical").Select(Describe).ToArray();
        Assert.True(grave.Length == 0, $"{Page.Url}: {string.Join(Environment.NewLine, grave)}");
    }

    // A button that has just been enabled fades to its colour, and half-way the fade has too little contrast.
    private async Task RestAsync()
    {
        await Page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        await Page.WaitForFunctionAsync(
            "() => document.getAnimations().every(a => a.playState !== 'running' || a.effect?.getComputedTiming().iterations === Infinity)");
    }

    /// <summary>Asserts that nothing went wrong in the browser.</summary>
    public void AssertNoFaults() => Assert.Empty(_faults);

    /// <summary>Asserts that the page is not wider than its window.</summary>
    public async Task AssertFitsAsync() =>
        Assert.True(
            await Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"),
            $"{Page.Url} is wider than its window");

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await Page.Context.CloseAsync();

    private static string Describe(AxeResultItem item) =>
        $"{item.Impact} {item.Id}: {string.Join("; ", item.Nodes.Take(4).Select(n => $"{n.Target} {n.Html} {n.Any.FirstOrDefault()?.Message}"))}";
}
