using LsKd.Core.Specs;
using LsKd.Store.Contracts;
using LsKdWeb.Components.Theme;

namespace LsKdWeb.Components.Pages.Comparison;

/// <summary>One column of a comparison: a run, or runs that differ in their seed alone.</summary>
public sealed record CompareGroup(IReadOnlyList<RunDetails> Runs)
{
    /// <summary>The run that stands for the group.</summary>
    public RunDetails First => Runs[0];

    /// <summary>Id of the run that stands for the group.</summary>
    public string Id => First.Summary.Id;

    /// <summary>Name in legends and headings.</summary>
    public string Name => Runs.Count == 1 ? First.Summary.Name : $"{First.Summary.Name} (n = {Runs.Count})";

    /// <summary>Colour and dash.</summary>
    public RunMark Mark => RunPalette.Of(Id);

    /// <summary>Puts runs together.</summary>
    /// <param name="runs">The runs, in order.</param>
    /// <param name="aggregate">Whether seeds are put together.</param>
    /// <param name="teachers">Specs of teachers by run id, so that students of one teacher's seeds belong together.</param>
    public static IReadOnlyList<CompareGroup> Of(IReadOnlyList<RunDetails> runs, bool aggregate, IReadOnlyDictionary<string, RunSpec> teachers) =>
        aggregate
            ? [.. runs.GroupBy(r => Key(r.Spec, teachers)).Select(g => new CompareGroup([.. g]))]
            : [.. runs.Select(r => new CompareGroup([r]))];

    private static string Key(RunSpec spec, IReadOnlyDictionary<string, RunSpec> teachers)
    {
        var seedless = spec with { Training = spec.Training with { Seed = 0 } };
        if (spec.Teacher is not { } teacher || !teachers.TryGetValue(teacher.Run, out var taught))
            return SpecJson.Hash(seedless);
        var bare = taught with { Training = taught.Training with { Seed = 0 }, Teacher = null };
        return SpecJson.Hash(seedless with { Teacher = teacher with { Run = "" } }) + SpecJson.Hash(bare);
    }
}
