namespace LsKd.Store.Contracts;

/// <summary>A metric to describe over the runs of a group.</summary>
/// <param name="Tag">The metric.</param>
/// <param name="Kind"><c>last</c>, <c>min</c> or <c>max</c> of each run.</param>
public sealed record GroupMetric(string Tag, string Kind);

/// <summary>A metric over the runs of a group.</summary>
/// <param name="Count">Runs that have it as a finite number.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Deviation">Their sample standard deviation (n - 1); null for a single run.</param>
public sealed record GroupValue(int Count, double Mean, double? Deviation);

/// <summary>Runs with the same values of the fields grouped by.</summary>
/// <param name="Key">Value of each field as text; numbers in invariant form, empty where a run has none.</param>
/// <param name="Count">Runs in the group.</param>
/// <param name="Seeds">Distinct training seeds among them.</param>
/// <param name="Ids">Their ids, newest first, at most <see cref="MostIds"/>.</param>
/// <param name="Values">Each asked metric; null where no run has it.</param>
public sealed record RunGroup(IReadOnlyList<string> Key, int Count, int Seeds, IReadOnlyList<string> Ids, IReadOnlyList<GroupValue?> Values)
{
    /// <summary>Most ids that a group brings along.</summary>
    public const int MostIds = 20;
}

/// <summary>All groups of a question, largest first, and how many runs they hold.</summary>
public sealed record RunGroups(IReadOnlyList<RunGroup> Groups, int Total);
