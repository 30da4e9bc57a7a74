namespace LsKdWeb.Components.Charts;

/// <summary>What a panel of the explorer is called.</summary>
/// <param name="Title">Short, and unlike its neighbours'.</param>
/// <param name="Run">The run that it shows.</param>
public sealed record PanelTitle(string Title, FigureRun Run)
{
    /// <summary>A title of a split and a run's label, with the training seed unless the label tells it.</summary>
    public static PanelTitle Of(string split, string label, FigureRun run, int? epoch = null)
    {
        var seed = $"seed {run.Seed}";
        var parts = new[] { split, label, label.Contains(seed, StringComparison.Ordinal) ? "" : seed, epoch is { } e ? $"epoch {e}" : "" };
        return new PanelTitle(string.Join(", ", parts.Where(p => p.Length > 0)), run);
    }
}
