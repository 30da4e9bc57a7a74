using System.Globalization;
using LsKd.Core.Runs;
using LsKd.Store.Contracts;
using LsKdWeb.Api;
using LsKdWeb.Components.Charts;
using LsKdWeb.Components.Shared;
using LsKdWeb.Components.Theme;
using Microsoft.AspNetCore.Components;

namespace LsKdWeb.Components.Pages.OneRun;

/// <summary>
/// The run's curves, one chart per quantity. Charts fetch their points themselves; this component only tells them when there are more.
/// </summary>
public sealed partial class CurvesTab : IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private List<CurveChart>? _charts;
    private IReadOnlyList<string> _tags = [];
    private Exception? _failure;
    private string? _shown;
    private RunView? _viewed;
    private double _smoothing;
    private int _seen = -1;

    /// <summary>The run.</summary>
    [Parameter, EditorRequired] public RunSummary Run { get; set; } = null!;

    /// <summary>Rises whenever the run recorded something.</summary>
    [Parameter] public int Version { get; set; }

    /// <summary>How the curves are shown.</summary>
    [Parameter, EditorRequired] public RunView View { get; set; } = null!;

    /// <summary>Called with how they shall be shown.</summary>
    [Parameter] public EventCallback<RunView> Changed { get; set; }

    [Inject] private IRunCatalog Catalog { get; set; } = null!;

    /// <inheritdoc />
    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        // A slider on its way is not set back by news of the run.
        if (!ReferenceEquals(_viewed, View))
            (_viewed, _smoothing) = (View, View.Smoothing);
        if (_seen == Version && _shown == Run.Id)
            return;
        var isNewRun = _shown != Run.Id;
        (_seen, _shown) = (Version, Run.Id);
        try
        {
            await ReadTagsAsync(isNewRun);
            if (!isNewRun)
                await Task.WhenAll((_charts ?? []).Select(c => c.View?.RefreshAsync() ?? Task.CompletedTask));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            _failure = e;
        }
    }

    private async Task ReadTagsAsync(bool isNewRun)
    {
        var tags = await Catalog.TagsAsync(Run.Id, _gone.Token);
        var drawn = tags.Where(t => !t.StartsWith("test/", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        if (!isNewRun && drawn.SequenceEqual(_tags))
            return;
        _tags = drawn;
        var old = isNewRun ? [] : (_charts ?? []).ToDictionary(c => c.Name);
        _charts = [.. drawn.GroupBy(MetricNames.Quantity).OrderBy(g => MetricNames.Rank(g.Key)).Select(g => Build(g.Key, [.. g], old.GetValueOrDefault(g.Key)))];
    }

    private CurveChart Build(string name, IReadOnlyList<string> tags, CurveChart? old)
    {
        if (old is not null && old.Tags.SequenceEqual(tags))
            return old;
        var color = RunPalette.Of(Run.Id).CssVariable;
        var curves = tags.Select(t => (MetricNames.Part(t), (string?)color, t.StartsWith("train/", StringComparison.Ordinal) && tags.Count > 1 ? "dot" : "solid", (string?)null, new CurveRequest(t, Run.Id)));
        return new(name, tags)
        {
            View = old?.View,
            Title = MetricNames.Title(name),
            Description = $"{MetricNames.Title(name)} of {Run.Name} over training: {string.Join(", ", tags)}.",
            Figure = Figures.Curves([.. curves], MetricNames.Axis(name), View.Axis),
        };
    }

    private void Smooth(ChangeEventArgs e) =>
        _smoothing = double.TryParse((string?)e.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var v) ? v : 0;

    private static string Text(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    private sealed record CurveChart(string Name, IReadOnlyList<string> Tags)
    {
        public Chart? View { get; set; }

        public string Title { get; init; } = "";

        public string Description { get; init; } = "";

        public ChartFigure Figure { get; init; } = new();
    }
}
