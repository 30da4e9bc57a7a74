using LsKd.Core.Specs;
using LsKd.Store.Contracts;
using LsKdWeb.Components.Shared;
using LsKdWeb.Components.Theme;

namespace LsKdWeb.Components.Pages.Comparison;

/// <summary>One column of a comparison: a run, or runs that differ in their seed alone.</summary>
public sealed record CompareGroup(IReadOnlyList<RunDetails> Runs, string Label, RunMark Mark)
{
    /// <summary>The run that stands for the group.</summary>
    public RunDetails First => Runs[0];

    /// <summary>Id of the run that stands for the group.</summary>
    public string Id => First.Summary.Id;

    /// <summary>Name in legends and headings.</summary>
    public string Name => Runs.Count == 1 ? Label : $"{Label} (n = {Runs.Count})";

    /// <summary>The whole names of its runs.</summary>
    public string Names => string.Join("; ", Runs.Select(r => r.Summary.Name));

    /// <summary>Training seeds of its runs, in order.</summary>
    public IReadOnlyList<int> Seeds => [.. Runs.Select(r => r.Summary.Seed).Distinct().Order()];

    /// <summary>The run of a seed, or else the first: what is drawn of one network at a time is drawn of this one.</summary>
    public RunDetails OfSeed(int? seed) => Runs.FirstOrDefault(r => r.Summary.Seed == seed) ?? First;

    /// <summary>Puts runs together.</summary>
    /// <param name="runs">The runs, in order.</param>
    /// <param name="aggregate">Whether seeds are put together.</param>
    /// <param name="teachers">Specs of teachers by run id, so that students of one teacher's seeds belong together.</param>
    public static IReadOnlyList<CompareGroup> Of(IReadOnlyList<RunDetails> runs, bool aggregate, IReadOnlyDictionary<string, RunSpec> teachers) =>
        Labelled(
            [.. aggregate ? runs.GroupBy(r => Key(r.Spec, teachers)).Select(g => g.ToArray()) : runs.Select(r => (RunDetails[])[r])],
            RunPalette.Together(runs.Select(r => r.Summary.Id)));

    private static IReadOnlyList<CompareGroup> Labelled(IReadOnlyList<RunDetails[]> groups, IReadOnlyDictionary<string, RunMark> marks)
    {
        var labels = RunLabels.Of([.. groups.Select(g => g.Length == 1 ? g[0].Summary : g[0].Summary with { Name = RunLabels.WithoutSeed(g[0].Summary.Name) })]);
        return [.. groups.Select(g => new CompareGroup(g, labels[g[0].Summary.Id], marks[g[0].Summary.Id]))];
    }

    private static string Key(RunSpec spec, IReadOnlyDictionary<string, RunSpec> teachers)
    {
        var seedless = spec with { Training = spec.Training with { Seed = 0 } };
        if (spec.Teacher is not { } teacher || !teachers.TryGetValue(teacher.Run, out var taught))
            return SpecJson.Hash(seedless);
        var bare = taught with { Training = taught.Training with { Seed = 0 }, Teacher = null };
        return SpecJson.Hash(seedless with { Teacher = teacher with { Run = "" } }) + SpecJson.Hash(bare);
    }
}
