using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace LsKdWeb.Components.Layout;

/// <summary>The frame of every page: navigation, theme, error boundary, and MudBlazor's providers, once.</summary>
public sealed partial class MainLayout : IAsyncDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private readonly PageWork _work;
    private DotNetObjectReference<MainLayout>? _self;
    private ErrorBoundary? _boundary;
    private ElementReference _content;
    private string _choice = "system";
    private bool _isDark;
    private bool _menuOpen;
    private bool _ready;

    /// <summary>Makes the frame.</summary>
    public MainLayout() => _work = new(StateHasChanged);

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    [Inject] private IJSRuntime Js { get; set; } = null!;

    private string Open => _menuOpen ? "open" : "";

    private string PathAndQuery => new Uri(Navigation.Uri).PathAndQuery;

    /// <summary>Called by the browser when the choice or the system's preference changes.</summary>
    [JSInvokable]
    public void ThemeChanged(string choice, bool isDark)
    {
        (_choice, _isDark) = (choice, isDark);
        StateHasChanged();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        Navigation.LocationChanged -= OnLocationChanged;
        await _gone.CancelAsync();
        _gone.Dispose();
        if (_self is null)
            return;
        try
        {
            await Js.InvokeVoidAsync("lskdTheme.forget", _self);
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and its listeners with it.
        }
        _self.Dispose();
    }

    /// <inheritdoc />
    protected override void OnInitialized() => Navigation.LocationChanged += OnLocationChanged;

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender || _gone.IsCancellationRequested)
            return;
        _self = DotNetObjectReference.Create(this);
        try
        {
            var theme = await Js.InvokeAsync<ThemeState>("lskdTheme.watch", _gone.Token, _self);
            (_choice, _isDark, _ready) = (theme.Choice, theme.IsDark, true);
        }
        catch (JSDisconnectedException)
        {
            return;
        }
        StateHasChanged();
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e)
    {
        _boundary?.Recover();
        _ = InvokeAsync(CloseMenu);
    }

    private void CloseMenu()
    {
        _menuOpen = false;
        StateHasChanged();
    }

    private void CloseOnEscape(KeyboardEventArgs e)
    {
        if (e.Key == "Escape")
            _menuOpen = false;
    }

    private async Task ChooseThemeAsync(string choice) => await Js.InvokeVoidAsync("lskdTheme.choose", choice);

    private async Task FocusContentAsync() => await _content.FocusAsync();

    private sealed record ThemeState(string Choice, bool IsDark);
}
