using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace LsKdWeb.Components.Charts;

/// <summary>
/// A chart: an empty place that the module <c>js/chart.js</c> fills. The figure is sent once and again only when it is
/// replaced; live values go through <see cref="AppendAsync"/>; toolbar, zoom, hover and keyboard need no server.
/// </summary>
public sealed partial class Chart : ComponentBase, IAsyncDisposable
{
    private readonly string id = $"chart-{Guid.NewGuid():N}"[..14];
    private ElementReference host;
    private ChartModule? module;
    private ChartFigure? sent;
    private (double Smoothing, string? XKind, bool LogX, bool LogY) applied;
    private FigureContext? told;

    /// <summary>What the chart is called; kept in every export.</summary>
    [Parameter, EditorRequired] public string Title { get; set; } = "";

    /// <summary>What the chart shows and what to see in it, for readers who do not see it.</summary>
    [Parameter, EditorRequired] public string Description { get; set; } = "";

    /// <summary>What is drawn. A new value is drawn anew with the reader's zoom kept; the same value costs nothing.</summary>
    [Parameter, EditorRequired] public ChartFigure Figure { get; set; } = new();

    /// <summary>Height of the plot in pixels.</summary>
    [Parameter] public int Height { get; set; } = 320;

    /// <summary>Charts of one group show the same x while the reader hovers in one of them.</summary>
    [Parameter] public string? Group { get; set; }

    /// <summary>Weight of the moving average over lines, in [0, 1); the raw line stays behind it.</summary>
    [Parameter] public double Smoothing { get; set; }

    /// <summary>Horizontal axis of a figure with a source: <c>step</c>, <c>epoch</c> or <c>time</c>; null leaves the source's own.</summary>
    [Parameter] public string? XKind { get; set; }

    /// <summary>Whether the horizontal axis starts out logarithmic.</summary>
    [Parameter] public bool LogX { get; set; }

    /// <summary>Whether the vertical axis starts out logarithmic.</summary>
    [Parameter] public bool LogY { get; set; }

    /// <summary>Called with the axes' scales when the reader switched one; the browser has already drawn it.</summary>
    [Parameter] public EventCallback<(bool LogX, bool LogY)> ScalesChanged { get; set; }

    /// <summary>Whether the reader may switch axes to logarithmic ones.</summary>
    [Parameter] public bool LogAxes { get; set; } = true;

    /// <summary>Whether the tools are shown.</summary>
    [Parameter] public bool Toolbar { get; set; } = true;

    /// <summary>What exports say besides the figure.</summary>
    [CascadingParameter] public FigureContext? Context { get; set; }

    [Inject] private IJSRuntime Js { get; set; } = null!;

    [Inject] private ILogger<Chart> Logger { get; set; } = null!;

    /// <summary>Adds live points to a figure that came by value.</summary>
    public Task AppendAsync(IReadOnlyList<ChartPoints> points) =>
        points.Count == 0 ? Task.CompletedTask : CallAsync("append", id, points);

    /// <summary>
    /// Has the browser fetch what stored curves (a figure with a source) have gained since, and patch it in. Calls while one is under
    /// way cost nothing.
    /// </summary>
    public Task RefreshAsync() => CallAsync("refresh", id);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (module is not null)
            await module.DisposeAsync(id);
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
            await CreateAsync();
        await PatchAsync();
    }

    private static string Pressed(bool value) => value ? "true" : "false";

    private Task CreateAsync()
    {
        (sent, applied, told) = (Figure, Options(), Context);
        module = new ChartModule(Js, Logger, Assets, "js/chart.js");
        return module.CallAsync("create", id, host, sent, new
        {
            title = Title, group = Group, smoothing = Smoothing, logX = LogX, logY = LogY, context = Context, library = ChartModule.Library(Assets),
        });
    }

    private async Task PatchAsync()
    {
        if (!ReferenceEquals(sent, Figure))
        {
            sent = Figure;
            await CallAsync("update", id, sent);
        }
        if (told != Context)
        {
            told = Context;
            await CallAsync("tell", id, told);
        }
        var options = Options();
        if (options != applied)
        {
            var change = Change(options);
            applied = options;
            await CallAsync("set", id, change);
        }
    }

    // Only what changed: the reader may have switched the other axes in the browser.
    private Dictionary<string, object> Change((double Smoothing, string? XKind, bool LogX, bool LogY) options)
    {
        var change = new Dictionary<string, object>();
        if (options.Smoothing != applied.Smoothing)
            change["smoothing"] = options.Smoothing;
        if (options.LogX != applied.LogX)
            change["logX"] = options.LogX;
        if (options.LogY != applied.LogY)
            change["logY"] = options.LogY;
        if (options.XKind is { } kind && kind != applied.XKind)
            (change["xKind"], change["xAxis"]) = (kind, Figures.XAxis(kind));
        return change;
    }

    private (double, string?, bool, bool) Options() => (Smoothing, XKind, LogX, LogY);

    private Task CallAsync(string function, params object?[] arguments) => module?.CallAsync(function, arguments) ?? Task.CompletedTask;
}
