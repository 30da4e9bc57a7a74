using LsKd.Core.Studies.Plans;
using LsKd.Core.Studies.Verdicts;

namespace LsKd.Core.Studies.Evidence;

/// <summary>
/// Paired differences: each value is a difference of two runs with the same seed and the same cell but for one setting, averaged over
/// the cells, so that n counts seeds and nothing else. A seed counts once all its cells are there.
/// </summary>
public static class Contrasts
{
    /// <summary>Second smoothing factor minus first.</summary>
    public static Contrast Smoothing(
        StudyEvidence evidence, string name, string unit, Expectation expected, string role, Func<RunEvidence, double?> measure) =>
        Smoothing(evidence, name, unit, expected, role, (first, second) => measure(second) - measure(first));

    /// <summary>A comparison of the runs with the second and the first smoothing factor.</summary>
    public static Contrast Smoothing(
        StudyEvidence evidence, string name, string unit, Expectation expected, string role,
        Func<RunEvidence, RunEvidence, double?> compare)
    {
        var (first, second) = Factors(evidence);
        return PerSeed(name, unit, expected, evidence, seed => Mean(Pairs(evidence, role, seed, first, second)
            .Select(p => p.First is { Done: true } a && p.Second is { Done: true } b ? compare(a, b) : null)));
    }

    /// <summary>One number a seed.</summary>
    public static Contrast PerSeed(
        string name, string unit, Expectation expected, StudyEvidence evidence, Func<int, double?> value)
    {
        var known = evidence.Seeds.Select(s => (Seed: s, Value: value(s))).Where(v => v.Value is { } x && double.IsFinite(x)).ToArray();
        return new(name, unit, expected, [.. known.Select(v => v.Seed)], [.. known.Select(v => v.Value!.Value)]);
    }

    /// <summary>The two smoothing factors that a study compares: the first two of its plan.</summary>
    public static (double First, double Second) Factors(StudyEvidence evidence)
    {
        double[] factors = [.. evidence.Plan.Runs.Select(r => r.Cell.Smoothing).OfType<double>().Distinct().Take(2)];
        return factors.Length == 2 ? (factors[0], factors[1]) : (0, 0.1);
    }

    /// <summary>Runs of a seed that differ in the smoothing factor alone.</summary>
    public static IEnumerable<(RunEvidence? First, RunEvidence? Second)> Pairs(
        StudyEvidence evidence, string role, int seed, double first, double second) =>
        from run in evidence.Runs
        where run.Planned.Role == role && run.Planned.Seed == seed
        group run by run.Planned.Cell with { Smoothing = null } into cell
        select (cell.FirstOrDefault(r => r.Planned.Cell.Smoothing == first), cell.FirstOrDefault(r => r.Planned.Cell.Smoothing == second));

    /// <summary>The mean, or null where a value is missing or there is none.</summary>
    public static double? Mean(IEnumerable<double?> values)
    {
        double?[] all = [.. values];
        return all.Length == 0 || all.Any(v => v is null) ? null : all.Average();
    }
}
