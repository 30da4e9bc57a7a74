using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace LsKdWeb.Components.Charts;

/// <summary>A chart's ES module, called so that nothing that fails in the browser ends the page's connection.</summary>
internal sealed class ChartModule(IJSRuntime js, ILogger logger, ResourceAssetCollection assets, string path)
{
    private readonly CancellationTokenSource gone = new();
    private Task<IJSObjectReference?>? loading;

    /// <summary>Address of plotly.js, fetched by the browser when the first chart needs it.</summary>
    public static string Library(ResourceAssetCollection assets) => Root(assets["_content/Plotly.Blazor/plotly-3.7.0.min.js"]);

    /// <summary>Calls a function; does nothing once the page is gone.</summary>
    public async Task CallAsync(string function, params object?[] arguments)
    {
        if (gone.IsCancellationRequested || await (loading ??= LoadAsync()) is not { } module || gone.IsCancellationRequested)
            return;
        await QuietlyAsync(() => module.InvokeVoidAsync(function, arguments));
    }

    /// <summary>Disposes the chart in the browser, then the module.</summary>
    public async ValueTask DisposeAsync(string id)
    {
        if (gone.IsCancellationRequested)
            return;
        var module = loading is null ? null : await loading;
        await gone.CancelAsync();
        if (module is null)
            return;
        await QuietlyAsync(() => module.InvokeVoidAsync("dispose", id));
        await QuietlyAsync(module.DisposeAsync);
    }

    private async Task<IJSObjectReference?> LoadAsync()
    {
        IJSObjectReference? module = null;
        await QuietlyAsync(async () => module = await js.InvokeAsync<IJSObjectReference>("import", Root(assets[path])));
        return module;
    }

    // Assets answers addresses relative to the page's base; a module needs them from the root.
    private static string Root(string address) => address.StartsWith('/') ? address : "/" + address;

    private async Task QuietlyAsync(Func<ValueTask> call)
    {
        try
        {
            await call();
        }
        catch (Exception e) when (e is JSDisconnectedException or TaskCanceledException or ObjectDisposedException)
        {
            await gone.CancelAsync();
        }
        catch (JSException e)
        {
            logger.LogWarning(e, "A chart failed in the browser");
        }
    }
}
