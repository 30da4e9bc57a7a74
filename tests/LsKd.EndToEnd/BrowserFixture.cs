using LsKd.EndToEnd;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(BrowserFixture))]

namespace LsKd.EndToEnd;

/// <summary>One installed Chromium for all browser tests.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private static readonly string[] Candidates =
        ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable", "/snap/bin/chromium"];

    // A page reads, draws and computes while other tests train: an expectation is given more than Playwright's five seconds.
    private const float Patience = 30_000;

    private readonly SemaphoreSlim _gate = new(1);
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <inheritdoc />
    public ValueTask InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(Patience);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        _gate.Dispose();
    }

    /// <summary>A fresh, isolated page that fails its test on an error in the browser's console.</summary>
    /// <param name="url">Address of the site; the page's addresses are relative to it.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="dark">Whether the system prefers dark.</param>
    public async Task<SitePage> OpenAsync(string url, int width = 1440, int height = 900, bool dark = false)
    {
        var browser = await BrowserAsync();
        var context = await browser.NewContextAsync(new()
        {
            BaseURL = url,
            ViewportSize = new() { Width = width, Height = height },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            HasTouch = width < 600,
            IsMobile = width < 600,
        });
        return new SitePage(await context.NewPageAsync(), url);
    }

    private async Task<IBrowser> BrowserAsync()
    {
        await _gate.WaitAsync();
        try
        {
            _playwright ??= await Playwright.CreateAsync();
            return _browser ??= await _playwright.Chromium.LaunchAsync(
                new() { ExecutablePath = FindChromium(), Args = ["--no-sandbox", "--disable-gpu"] });
        }
        finally
        {
            _gate.Release();
        }
    }

    private static string FindChromium() =>
        Candidates.Prepend(Environment.GetEnvironmentVariable("LSKD_CHROMIUM")).FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException(
            "The browser tests need an installed Chromium and found none. Install one (Debian and Ubuntu: " +
            "`apt-get install chromium`) or name its program in the environment variable LSKD_CHROMIUM.");
}
