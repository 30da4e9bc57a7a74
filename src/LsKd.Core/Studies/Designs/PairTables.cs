using LsKd.Core.Studies.Evidence;
using LsKd.Core.Studies.Plans;
using LsKd.Core.Studies.Reports;
using LsKd.Core.Studies.Statistics;
using LsKd.Core.Studies.Verdicts;

namespace LsKd.Core.Studies.Designs;

/// <summary>Centre distances of all similar pairs: those that rise and those that fall.</summary>
public static class PairTables
{
    /// <summary>One row a pair that the networks of a seed share: distance over radius without and with smoothing, and the change.</summary>
    public static StudyTable Similar(StudyEvidence evidence)
    {
        var rows = Changes(evidence)
            .GroupBy(c => c.Pair)
            .Select(g => (Pair: g.Key, First: new Sample([.. g.Select(c => c.First)]), Second: new Sample([.. g.Select(c => c.Second)]),
                Change: new Sample([.. g.Select(c => c.Second - c.First)])))
            .OrderByDescending(r => r.Change.Count).ThenByDescending(r => r.Change.Mean).ToArray();
        var fall = rows.Count(r => r.Change.Mean < 0);
        return new(
            "Centre distance over radius of all similar pairs (teachers, test split)",
            ["Pair", "without", "with", "change"],
            [.. rows.Select(r => (IReadOnlyList<string>)
                [r.Pair, Format.Spread(r.First, ""), Format.Spread(r.Second, ""), Format.Number(r.Change.Mean, "", r.Change.TInterval())])],
            rows.Length == 0
                ? "No pair yet."
                : $"Of {rows.Length} pairs that both networks rank among the most similar, {rows.Length - fall} rise and {fall} fall.");
    }

    /// <summary>Relative centre distances of the similar pairs of every two networks that differ in the smoothing factor alone.</summary>
    public static IEnumerable<(string Pair, double First, double Second)> Changes(StudyEvidence evidence)
    {
        var (first, second) = Contrasts.Factors(evidence);
        return from seed in evidence.Seeds
               from two in Contrasts.Pairs(evidence, Roles.Teacher, seed, first, second)
               where two.First is { Done: true } && two.Second is { Done: true }
               from pair in Measures.CommonPairs(two.First!, two.Second!)
               select (PairName(two.First!, pair.Pair.First, pair.Pair.Second), pair.First, pair.Second);
    }

    private static string PairName(RunEvidence run, int a, int b)
    {
        var names = run.Report("test")?.ClassNames ?? [];
        return $"{names.ElementAtOrDefault(a) ?? $"class {a}"} - {names.ElementAtOrDefault(b) ?? $"class {b}"}";
    }
}
