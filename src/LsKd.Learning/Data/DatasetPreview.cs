using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Learning.Data.Augmentation;
using LsKd.Learning.Data.Splits;
using LsKd.Learning.Data.Stored;

namespace LsKd.Learning.Data;

/// <summary>What a run with a data spec would train on and be measured on. Needs no torch: a web process may use it.</summary>
/// <param name="ClassNames">Names of the kept classes, by label.</param>
/// <param name="Channels">Channels of the images.</param>
/// <param name="Height">Their height in pixels.</param>
/// <param name="Width">Their width in pixels.</param>
/// <param name="SamplesByClass">Number of samples of each class, by label, for each split.</param>
public sealed record DatasetPreview(
    IReadOnlyList<string> ClassNames, int Channels, int Height, int Width, IReadOnlyDictionary<Split, IReadOnlyList<int>> SamplesByClass)
{
    /// <summary>Opens the set and plans its splits, exactly as a run does.</summary>
    /// <param name="spec">What to open.</param>
    /// <param name="homeDataFolder">Where sets lie that are not embedded and whose spec has no path; may be null.</param>
    /// <exception cref="DatasetException">A run with this spec would fail; the message names the setting or the file.</exception>
    public static DatasetPreview Of(DataSpec spec, string? homeDataFolder)
    {
        var set = StoredSets.Open(spec, homeDataFolder);
        var (channels, height, width) = set.Pixels.Shape;
        _ = new AugmentationPipeline(spec.Augmentations, Math.Max(height, width));
        var plan = SplitPlanner.Plan(set, spec);
        return new(plan.ClassNames, channels, height, width, Enum.GetValues<Split>().ToDictionary(s => s, s => Sizes(plan, s)));
    }

    private static IReadOnlyList<int> Sizes(SplitPlan plan, Split split)
    {
        var sizes = new int[plan.ClassNames.Count];
        foreach (var label in plan[split].Labels) sizes[label]++;
        return sizes;
    }
}
