using LsKd.Core.Studies.Plans;
using LsKd.Core.Studies.Statistics;

namespace LsKd.Core.Studies.Evidence;

/// <summary>The runs of one condition over seeds.</summary>
public sealed record Condition(string Role, StudyCell Cell, IReadOnlyList<RunEvidence> Runs)
{
    /// <summary>Values of the runs that count.</summary>
    public Sample Of(Func<RunEvidence, double?> measure) =>
        new([.. Runs.Where(r => r.Done).Select(measure).OfType<double>().Where(double.IsFinite)]);

    /// <summary>The condition for people.</summary>
    public string Label => $"{Role}, {Cell}";

    /// <summary>The study's conditions in the order of its plan.</summary>
    public static IReadOnlyList<Condition> All(StudyEvidence evidence) =>
    [
        .. from run in evidence.Runs
           group run by (run.Planned.Role, run.Planned.Cell) into condition
           select new Condition(condition.Key.Role, condition.Key.Cell, [.. condition]),
    ];

    /// <summary>Mean curve over the seeds, on the epochs that all of them have; null without any.</summary>
    public Curve? MeanCurve(string tag)
    {
        Curve[] curves = [.. Runs.Select(r => r.Curves.GetValueOrDefault(tag)).OfType<Curve>().Where(c => c.Values.Count > 0)];
        if (curves.Length == 0)
            return null;
        var count = curves.Min(c => c.Values.Count);
        return new(
            [.. curves[0].Epochs.Take(count)],
            [.. Enumerable.Range(0, count).Select(i => curves.Average(c => c.Values[i]))]);
    }
}
