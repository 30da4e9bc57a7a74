using LsKd.Store.Contracts;
using LsKdWeb.Components.Shared;

namespace LsKdWeb.Components.Pages.Runs;

/// <summary>A metric over the runs of a group.</summary>
/// <param name="Count">Runs that have it.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Deviation">Their sample standard deviation; null for a single run.</param>
public sealed record GroupValue(int Count, double Mean, double? Deviation);

/// <summary>Runs with the same values of the fields grouped by.</summary>
public sealed record RunGroup(IReadOnlyList<string> Key, IReadOnlyList<RunSummary> Runs, IReadOnlyList<GroupValue?> Values)
{
    /// <summary>Distinct training seeds in the group.</summary>
    public int Seeds => Runs.Select(r => r.Seed).Distinct().Count();
}

/// <summary>Groups runs and describes each metric by mean, sample standard deviation and number.</summary>
public static class RunGrouping
{
    /// <summary>Most runs that are read for a grouping.</summary>
    public const int Limit = 10_000;

    /// <summary>Fields to group by, with their titles and values.</summary>
    public static readonly IReadOnlyDictionary<string, (string Title, Func<RunSummary, string> Value)> Fields =
        new Dictionary<string, (string, Func<RunSummary, string>)>
        {
            ["dataset"] = ("Data set", r => r.Dataset),
            ["model"] = ("Model", r => r.Model),
            ["objective"] = ("Loss", r => r.Objective),
            ["smoothing"] = ("LS", r => Figure.Number(r.Smoothing)),
            ["temperature"] = ("T", r => Figure.Number(r.Temperature)),
            ["role"] = ("Role", r => r.Role),
            ["cell"] = ("Cell", r => r.Cell),
            ["study"] = ("Study", r => r.StudyId ?? ""),
            ["teacher"] = ("Teacher", r => r.TeacherId ?? ""),
            ["state"] = ("State", r => StateLook.Of(r.State).Word),
        };

    /// <summary>The groups, largest first.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="fields">Keys of <see cref="Fields"/>.</param>
    /// <param name="metrics">Tag and kind of each metric.</param>
    public static IReadOnlyList<RunGroup> Group(
        IEnumerable<RunSummary> runs, IReadOnlyList<string> fields, IReadOnlyList<(string Tag, string Kind)> metrics) =>
    [
        .. from run in runs
           let key = (string[])[.. fields.Select(f => Fields[f].Value(run))]
           group run by string.Join('\u001f', key) into members
           let list = members.ToList()
           orderby list.Count descending, members.Key
           select new RunGroup(members.Key.Split('\u001f'), list, [.. metrics.Select(m => Describe(list, m))]),
    ];

    private static GroupValue? Describe(List<RunSummary> runs, (string Tag, string Kind) metric)
    {
        var values = runs.Select(r => RunColumns.Value(r, metric.Tag, metric.Kind)).OfType<double>().Where(double.IsFinite).ToList();
        if (values.Count == 0)
            return null;
        var mean = values.Average();
        var deviation = values.Count < 2 ? (double?)null : Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1));
        return new(values.Count, mean, deviation);
    }
}
