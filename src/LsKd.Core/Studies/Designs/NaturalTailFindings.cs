using LsKd.Core.Analysis;
using LsKd.Core.Studies.Catalog;
using LsKd.Core.Studies.Evidence;
using LsKd.Core.Studies.Plans;
using LsKd.Core.Studies.Reports;
using LsKd.Core.Studies.Statistics;
using LsKd.Core.Studies.Verdicts;

namespace LsKd.Core.Studies.Designs;

/// <summary>
/// One training set with a tail of its own: there is no scale of imbalance to follow, so that the gain on its rare classes is compared
/// with the gain on its frequent ones.
/// </summary>
internal static class NaturalTailFindings
{
    private static readonly (string Title, Func<RunEvidence, double?> Measure)[] Groups =
    [
        ("all samples", Measures.TestTop1),
        ("mean over classes", PerClass),
        ("many-shot classes", r => Shots(r)?.Many),
        ("medium-shot classes", r => Shots(r)?.Medium),
        ("few-shot classes", r => Shots(r)?.Few),
    ];

    /// <summary>Gain on few-shot classes minus gain on many-shot ones, and the gain of each group.</summary>
    public static StudyFindings Of(StudyEvidence evidence, IReadOnlyList<Column> columns) => new()
    {
        Verdict = Verdicts.Judge.All(
        [
            Contrasts.Smoothing(
                evidence, "Gain in accuracy on few-shot classes minus gain on many-shot ones", Format.Points, new(Up: false), Roles.Teacher,
                (first, second) => Gain(first, second, r => Shots(r)?.Few) - Gain(first, second, r => Shots(r)?.Many)),
        ]),
        Tables =
        [
            Tables.Conditions(
                "Without and with smoothing", Condition.All(evidence), [.. columns, new("mean over classes", Format.Points, PerClass)]),
            GainTable(evidence),
        ],
        Figures = [.. GainFigure(evidence)],
        Remarks =
        [
            .. StudyCatalog.Get(StudyNames.LongTail).Remarks,
            "One natural tail has no balanced twin: the claim is read within it, as a smaller gain on its rare classes than on its frequent ones. " +
            "Few-shot classes have fewer than 20 training samples, many-shot ones more than 100.",
        ],
    };

    private static StudyTable GainTable(StudyEvidence evidence) => new(
        "Gain in test accuracy by smoothing, paired by seed", ["Classes", "n", "Gain", "95% t interval"],
        [.. Gains(evidence).Select(g => (IReadOnlyList<string>)
        [
            g.Title, FormattableString.Invariant($"{g.Gain.Count}"),
            g.Gain.Count > 0 ? Format.Number(g.Gain.Mean, Format.Points) : "-",
            g.Gain.TInterval() is { } i ? Format.Range(i, Format.Points) : "-",
        ])]);

    private static IEnumerable<StudyFigure> GainFigure(StudyEvidence evidence)
    {
        var figure = Figures.Bars(
            "Gain of smoothing by how often a class was seen", "gain in test accuracy, points",
            [.. Gains(evidence).Select(g => ("with - without", g.Title, new Sample([.. g.Gain.Values.Select(v => 100 * v)])))],
            "Means over seeds, whiskers standard deviations.");
        return figure is null ? [] : [figure];
    }

    private static IEnumerable<(string Title, Sample Gain)> Gains(StudyEvidence evidence)
    {
        var (first, second) = Contrasts.Factors(evidence);
        foreach (var (title, measure) in Groups)
            yield return (title, new Sample(
            [
                .. from seed in evidence.Seeds
                   let gain = Contrasts.Mean(Contrasts.Pairs(evidence, Roles.Teacher, seed, first, second)
                       .Select(p => p.First is { Done: true } a && p.Second is { Done: true } b ? Gain(a, b, measure) : null))
                   where gain is not null
                   select gain.Value,
            ]));
    }

    private static double? Gain(RunEvidence first, RunEvidence second, Func<RunEvidence, double?> measure) => measure(second) - measure(first);

    private static ShotAccuracy? Shots(RunEvidence run) => run.Report("test")?.ShotAccuracy;

    private static double? PerClass(RunEvidence run) =>
        run.Report("test")?.AccuracyByClass.OfType<double>().ToArray() is { Length: > 0 } values ? values.Average() : null;
}
