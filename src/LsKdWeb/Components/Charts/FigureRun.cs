using System.Globalization;
using LsKd.Store.Contracts;

namespace LsKdWeb.Components.Charts;

/// <summary>A run as a picture or a file names it, so that it can be found again and told from its neighbours.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its whole name.</param>
/// <param name="Seed">Training seed.</param>
/// <param name="Dataset">Key of its data set.</param>
/// <param name="About">Everything in one line.</param>
public sealed record FigureRun(string Id, string Name, int Seed, string Dataset, string About)
{
    /// <summary>A run in words.</summary>
    public static FigureRun Of(RunSummary run) => new(run.Id, run.Name, run.Seed, run.Dataset, Describe(run));

    private static string Describe(RunSummary run)
    {
        var smoothing = run.Smoothing > 0 ? $"label smoothing {run.Smoothing.ToString("0.###", CultureInfo.InvariantCulture)}" : "no label smoothing";
        var teacher = run.TeacherId is { } id ? $", teacher {id}" : "";
        return $"{run.Name} (run {run.Id}; {run.Dataset}, {run.Model}, {run.Objective}, {smoothing}{teacher}, training seed {run.Seed})";
    }
}
