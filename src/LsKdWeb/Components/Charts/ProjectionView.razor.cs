using LsKd.Core.Analysis;
using LsKdWeb.Analyses;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace LsKdWeb.Components.Charts;

/// <summary>The explorer's panels: an empty place that <c>js/projection.js</c> fills. Points never pass through the page's connection.</summary>
public sealed partial class ProjectionView : ComponentBase, IAsyncDisposable
{
    private static readonly string[] Shapes = ["square", "triangle", "diamond"];
    private static readonly (string, string, string)[] Nothing = [];
    private readonly string id = $"explorer-{Guid.NewGuid():N}"[..17];
    private ElementReference host;
    private ChartModule? module;
    private (string, string, bool, string)? sent;

    /// <summary>What is shown.</summary>
    [Parameter, EditorRequired] public ProjectionRequest Request { get; set; } = null!;

    /// <summary>What each panel is called.</summary>
    [Parameter, EditorRequired] public IReadOnlyList<PanelTitle> Panels { get; set; } = [];

    /// <summary>Names of the classes.</summary>
    [Parameter, EditorRequired] public IReadOnlyList<string> ClassNames { get; set; } = [];

    /// <summary><c>class</c>, <c>correct</c> or <c>confidence</c>.</summary>
    [Parameter] public string Colour { get; set; } = "class";

    /// <summary>Whether all panels have the same axes.</summary>
    [Parameter] public bool SharedAxes { get; set; } = true;

    [Inject] private IJSRuntime Js { get; set; } = null!;

    [Inject] private ILogger<ProjectionView> Logger { get; set; } = null!;

    private IEnumerable<(string Name, string Colour, string Shape)> Legend => Colour switch
    {
        "correct" => [("predicted right", "var(--ink-soft)", "dot pale"), ("predicted wrong", "var(--ink)", "dot"), .. ShapeLegend(), .. Marks],
        "confidence" => [("confidence 0 to 1", "var(--ink)", "scale"), .. ShapeLegend(), .. Marks],
        _ => [.. ClassLegend(), .. Marks],
    };

    private IEnumerable<(string, string, string)> Marks =>
        Request.Method == ProjectionMethod.AllClassPca
            ? [("class centre", "var(--ink)", "diamond")]
            : [("template (weights of the class)", "var(--ink)", "star"), ("class centre", "var(--ink)", "diamond"), ("D_c, distance of the first two centres", "var(--ink)", "line")];

    // As many rows of panels as the module will lay out, so that the place is kept before it runs.
    private string Room
    {
        get
        {
            var n = Math.Max(1, Request.Panels.Count);
            int Columns(int most) => Math.Min(n, n <= 4 ? most : Math.Min(most, (n + 1) / 2));
            (string Name, int Most)[] widths = [("narrow", 1), ("middle", 2), ("wide", 4)];
            return string.Join(';', widths.Select(c => $"--{c.Name}:{Columns(c.Most)};--{c.Name}-rows:{(n + Columns(c.Most) - 1) / Columns(c.Most)}"));
        }
    }

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

    private string[] Axes => Request.Method is ProjectionMethod.AllClassPca or ProjectionMethod.SpanPca
        ? ["principal axis 1", "principal axis 2"]
        : ["u<sub>1</sub> of the plane", "u<sub>2</sub> of the plane"];

    private (string, string, bool, string) Key() => (Request.Url, Colour, SharedAxes, string.Join('|', Panels.Select(p => p.Title)));

    private object Options() => new
    {
        url = Request.Url, classNames = ClassNames, classes = Request.Classes, colour = Colour, shared = SharedAxes, all = Request.AllClasses, axes = Axes,
        method = MethodTexts.Name(Request.Method), explanation = MethodTexts.Explain(Request.Method), library = ChartModule.Library(Assets),
        panels = Panels.Select(p => new { title = p.Title, run = p.Run.Name, runId = p.Run.Id, seed = p.Run.Seed, dataset = p.Run.Dataset, about = p.Run.About }),
    };

    private IEnumerable<(int Place, string Name)> Classes()
    {
        var shown = Request.Classes.Count > 0 ? Request.Classes : [.. Enumerable.Range(0, Math.Min(10, ClassNames.Count))];
        return shown.Select((label, place) => (place, ClassNames.ElementAtOrDefault(label) ?? $"class {label}"));
    }

    private bool ShowsOthers => Request is { AllClasses: true, Classes.Count: > 0 };

    private IEnumerable<(string, string, string)> ClassLegend() =>
        [.. Classes().Select(c => (c.Name, ClassColour(c.Place), "dot")), .. ShowsOthers ? [("other classes", "var(--ink-soft)", "dot pale")] : Nothing];

    private IEnumerable<(string, string, string)> ShapeLegend() =>
    [
        ("shape of a point, colour of a template and centre:", "", ""),
        .. Classes().Select(c => (c.Name, ClassColour(c.Place), Shapes[c.Place % Shapes.Length])),
        .. ShowsOthers ? [("other classes", "var(--ink-soft)", "dot")] : Nothing,
    ];

    private static string ClassColour(int place) => $"var(--class-{place % 10})";
}
