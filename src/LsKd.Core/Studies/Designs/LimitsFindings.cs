using LsKd.Core.Specs;
using LsKd.Core.Studies.Catalog;
using LsKd.Core.Studies.Evidence;
using LsKd.Core.Studies.Plans;
using LsKd.Core.Studies.Reports;
using LsKd.Core.Studies.Verdicts;

namespace LsKd.Core.Studies.Designs;

/// <summary>The gain of smoothing along a scale: class count or imbalance.</summary>
internal static class LimitsFindings
{
    /// <summary>Slope of the gain over log10 of the scale (one a seed), table and figure.</summary>
    public static StudyFindings Of(StudyEvidence evidence, string name, string scaleName, Func<StudyCell, double?> scale, IReadOnlyList<Column> columns)
    {
        var conditions = Condition.All(evidence);
        return new()
        {
            Verdict = Verdicts.Judge.All(
            [
                Contrasts.PerSeed(
                    $"Slope of the gain in test accuracy over log10 of the {scaleName}", Format.Points, new(Up: false), evidence,
                    seed => Slope(evidence, seed, scale)),
            ]),
            Tables = [Tables.Conditions("Without and with smoothing", conditions, columns), GainTable(evidence, scaleName, scale)],
            Figures = [.. GainFigure(evidence, scaleName, scale)],
            Remarks = StudyCatalog.Get(name).Remarks,
        };
    }

    private static double? Slope(StudyEvidence evidence, int seed, Func<StudyCell, double?> scale)
    {
        var gains = Gains(evidence, seed, scale).ToArray();
        return gains.Length < 2 || gains.Any(g => g.Gain is null)
            ? null
            : Statistics.RankCorrelation.Slope([.. gains.Select(g => Math.Log10(g.Scale))], [.. gains.Select(g => g.Gain!.Value)]);
    }

    private static IEnumerable<(double Scale, double? Gain)> Gains(StudyEvidence evidence, int seed, Func<StudyCell, double?> scale)
    {
        var (first, second) = Contrasts.Factors(evidence);
        foreach (var (a, b) in Contrasts.Pairs(evidence, Roles.Teacher, seed, first, second))
            if (scale((a ?? b)!.Planned.Cell) is { } at)
                yield return (at, a is { Done: true } && b is { Done: true } ? Measures.TestTop1(b) - Measures.TestTop1(a) : null);
    }

    private static (double Scale, Statistics.Sample Gain)[] Means(StudyEvidence evidence, Func<StudyCell, double?> scale) =>
    [
        .. from seed in evidence.Seeds
           from gain in Gains(evidence, seed, scale)
           where gain.Gain is not null
           group gain.Gain!.Value by gain.Scale into g
           orderby g.Key
           select (g.Key, new Statistics.Sample([.. g])),
    ];

    private static StudyTable GainTable(StudyEvidence evidence, string scaleName, Func<StudyCell, double?> scale) => new(
        "Gain in test accuracy by smoothing, paired by seed", [scaleName, "n", "Gain", "95% t interval"],
        [.. Means(evidence, scale).Select(m => (IReadOnlyList<string>)
        [
            FormattableString.Invariant($"{m.Scale}"), FormattableString.Invariant($"{m.Gain.Count}"),
            Format.Number(m.Gain.Mean, Format.Points, m.Gain.TInterval()), m.Gain.TInterval() is { } i ? Format.Range(i, Format.Points) : "-",
        ])]);

    private static IEnumerable<StudyFigure> GainFigure(StudyEvidence evidence, string scaleName, Func<StudyCell, double?> scale)
    {
        var means = Means(evidence, scale);
        if (means.Length == 0)
            yield break;
        yield return new()
        {
            Title = "Gain of smoothing", Kind = FigureKind.Lines, X = scaleName, Y = "gain in test accuracy, points", LogX = true,
            Series =
            [
                new FigureSeries("with - without", [.. means.Select(m => m.Scale)], [.. means.Select(m => 100 * m.Gain.Mean)])
                    { Error = [.. means.Select(m => 100 * (m.Gain.Deviation ?? 0))] },
                new FigureSeries("no gain", [means[0].Scale, means[^1].Scale], [0, 0]) { Dashed = true },
            ],
            Caption = "Means over seeds, whiskers standard deviations.",
        };
    }
}
