using LsKdWeb.Analyses;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace LsKdWeb.Components.Charts;

/// <summary>The explorer's panels: an empty place that <c>js/projection.js</c> fills. Points never pass through the page's connection.</summary>
public sealed partial class ProjectionView : ComponentBase, IAsyncDisposable
{
    private readonly string id = $"explorer-{Guid.NewGuid():N}"[..17];
    private ElementReference host;
    private ChartModule? module;
    private (string, string, bool, string)? sent;

    /// <summary>What is shown.</summary>
    [Parameter, EditorRequired] public ProjectionRequest Request { get; set; } = null!;

    /// <summary>Title of each panel.</summary>
    [Parameter, EditorRequired] public IReadOnlyList<string> Titles { get; set; } = [];

    /// <summary>Names of the classes.</summary>
    [Parameter, EditorRequired] public IReadOnlyList<string> ClassNames { get; set; } = [];

    /// <summary><c>class</c>, <c>correct</c> or <c>confidence</c>.</summary>
    [Parameter] public string Colour { get; set; } = "class";

    /// <summary>Whether all panels have the same axes.</summary>
    [Parameter] public bool SharedAxes { get; set; } = true;

    /// <summary>The method in words; stands in exports.</summary>
    [Parameter] public string MethodText { get; set; } = "";

    [Inject] private IJSRuntime Js { get; set; } = null!;

    [Inject] private ILogger<ProjectionView> Logger { get; set; } = null!;

    private IEnumerable<(string Name, string Colour, string Shape)> Legend => Colour switch
    {
        "correct" => [("predicted right", "var(--class-0)", "dot"), ("predicted wrong", "var(--class-1)", "x"), .. Marks],
        "confidence" => [("confidence 1", "var(--class-0)", "dot"), ("confidence 0", "var(--class-1)", "dot"), .. Marks],
        _ => [.. ClassLegend(), .. Marks],
    };

    private IEnumerable<(string, string, string)> Marks =>
        Request.Method == LsKd.Core.Analysis.ProjectionMethod.AllClassPca
            ? [("class centre", "var(--ink)", "diamond")]
            : [("template (weights of the class)", "var(--ink)", "star"), ("class centre", "var(--ink)", "diamond"), ("D_c, distance of the first two centres", "var(--ink)", "line")];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (module is not null)
            await module.DisposeAsync(id);
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (sent == Key())
            return;
        sent = Key();
        if (firstRender)
        {
            module = new ChartModule(Js, Logger, Assets, "js/projection.js");
            await module.CallAsync("create", id, host, Options());
        }
        else if (module is not null)
        {
            await module.CallAsync("update", id, Options());
        }
    }

    private string[] Axes => Request.Method is LsKd.Core.Analysis.ProjectionMethod.AllClassPca or LsKd.Core.Analysis.ProjectionMethod.SpanPca
        ? ["principal axis 1", "principal axis 2"]
        : ["u<sub>1</sub> of the plane", "u<sub>2</sub> of the plane"];

    private (string, string, bool, string) Key() => (Request.Url, Colour, SharedAxes, string.Join('|', Titles));

    private object Options() => new
    {
        url = Request.Url, titles = Titles, classNames = ClassNames, classes = Request.Classes, colour = Colour, shared = SharedAxes, method = MethodText, axes = Axes,
        library = ChartModule.Library(Assets),
    };

    private IEnumerable<(string, string, string)> ClassLegend()
    {
        var shown = Request.Classes.Count > 0 ? Request.Classes : [.. Enumerable.Range(0, Math.Min(10, ClassNames.Count))];
        foreach (var (label, place) in shown.Select((c, i) => (c, i)))
            yield return (ClassNames.ElementAtOrDefault(label) ?? $"class {label}", $"var(--class-{place % 10})", "dot");
        if (Request.AllClasses && Request.Classes.Count > 0)
            yield return ("other classes", "var(--ink-soft)", "dot");
    }
}
