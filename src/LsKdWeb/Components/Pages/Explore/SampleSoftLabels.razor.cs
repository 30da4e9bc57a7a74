using LsKdWeb.Analyses;
using LsKdWeb.Components.Charts;
using Microsoft.AspNetCore.Components;

namespace LsKdWeb.Components.Pages.Explore;

/// <summary>The soft labels that several networks give one sample.</summary>
public sealed partial class SampleSoftLabels : ComponentBase
{
    private const int Shown = 20;
    private readonly HashSet<long> missing = [];
    private IReadOnlyList<long> candidates = [];
    private int place = -1;
    private long? shown;
    private ChartFigure? figure;

    /// <summary>Runs, split and class.</summary>
    [Parameter, EditorRequired] public SoftLabelModel Model { get; set; } = null!;

    /// <summary>The chosen sample, or null for the first of the class.</summary>
    [Parameter] public long? Sample { get; set; }

    /// <summary>Another sample was chosen.</summary>
    [Parameter] public EventCallback<long> OnSample { get; set; }

    [Inject] private AnalysisFiles Files { get; set; } = null!;

    [Inject] private SamplePictures Pictures { get; set; } = null!;

    private string ImageUrl => $"/api/samples/{Model.Runs[0].Run.Id}/{Model.Split}/{shown}/image";

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        candidates = Candidates();
        place = Sample is { } wanted ? candidates.ToList().IndexOf(wanted) : candidates.Count > 0 ? 0 : -1;
        shown = place >= 0 ? candidates[place] : Sample;
        figure = shown is { } id ? Labels(id) : null;
    }

    private IReadOnlyList<long> Candidates()
    {
        if (Arrays(Model.Runs[0]) is not { } arrays)
            return [];
        return [.. Enumerable.Range(0, arrays.Labels.Count).Where(i => arrays.Labels[i] == Model.Class).Select(i => arrays.SampleIds[i])];
    }

    private SplitArrays? Arrays(SoftLabelRun run)
    {
        try
        {
            return Files.Arrays(run.Run.Id, Model.Split);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private ChartFigure Labels(long id)
    {
        var rows = Model.Runs.Select(r => (Run: r, P: Arrays(r) is { } arrays && arrays.RowOf(id) is { } row ? arrays.Probabilities(row) : null))
            .Where(r => r.P is not null).ToList();
        var order = rows.Count == 0 ? [] : Enumerable.Range(0, rows[0].P!.Length).OrderByDescending(k => rows[0].P![k]).Take(Shown).ToList();
        string[] names = [.. order.Select(Model.Name)];
        var left = Model.Runs.Count - rows.Count;
        return new ChartFigure
        {
            Series = [.. rows.Select(r => new BarSeries { Name = r.Run.Label, Color = r.Run.Color, RunIds = [r.Run.Run.Id], X = names, Y = [.. order.Select(k => r.P![k])] })],
            X = new ChartAxis("Class") { Categories = names },
            Y = new ChartAxis("Probability") { Limits = [0, 1] },
            Note = (left > 0 ? $"{left} of {Model.Runs.Count} runs have not stored this sample. " : "")
                + (order.Count < Model.ClassNames.Count ? $"The {order.Count} largest of {Model.ClassNames.Count} classes by the first run." : ""),
        };
    }

    private Task Step(int by) => OnSample.InvokeAsync(candidates[place + by]);
}
