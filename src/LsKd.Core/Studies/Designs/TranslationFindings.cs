using LsKd.Core.Studies.Catalog;
using LsKd.Core.Studies.Evidence;
using LsKd.Core.Studies.Plans;
using LsKd.Core.Studies.Reports;
using LsKd.Core.Studies.Statistics;
using LsKd.Core.Studies.Verdicts;

namespace LsKd.Core.Studies.Designs;

/// <summary>BLEU of teachers and students, BLEU against NLL, and BLEU against the temperature.</summary>
internal static class TranslationFindings
{
    /// <summary>Judges by the students of the lowest temperature; the temperatures stand in a table of their own.</summary>
    public static StudyFindings Of(StudyEvidence evidence)
    {
        var conditions = Condition.All(evidence);
        var lowest = AtLowestTemperature(evidence);
        return new()
        {
            Verdict = Verdicts.Judge.All(
            [
                Contrasts.Smoothing(lowest, "Change of the student's BLEU", "BLEU", new(Up: true), Roles.Student, Measures.Bleu),
                Contrasts.Smoothing(evidence, "Change of the teacher's BLEU", "BLEU", new(Up: true), Roles.Teacher, Measures.Bleu),
                Contrasts.Smoothing(evidence, "Change of the teacher's NLL", "nats", new(Up: true), Roles.Teacher, Measures.Nll),
            ]),
            Tables = [Tables.Conditions("Teachers and students", conditions, Tables.UsualOfTranslation), TemperatureTable(evidence)],
            Figures = [.. AllFigures(conditions, Condition.All(lowest))],
            Remarks = StudyCatalog.Get(StudyNames.Translation).Remarks,
        };
    }

    private static IEnumerable<StudyFigure> AllFigures(IReadOnlyList<Condition> conditions, IReadOnlyList<Condition> lowest)
    {
        Condition[] teachers = [.. lowest.Where(c => c.Role == Roles.Teacher)];
        Condition[] students = [.. lowest.Where(c => c.Role == Roles.Student)];
        StudyFigure?[] figures =
        [
            Figures.Curves("Teachers: BLEU over training", "validation BLEU, greedy", "validation/bleu", teachers, panel: "bleu"),
            Figures.Curves("Students: BLEU over training", "validation BLEU, greedy", "validation/bleu", students, panel: "bleu"),
            BleuAgainstNll(conditions),
            OverTraining([.. teachers, .. students]),
            .. DistillationFigures.Losses(conditions),
        ];
        return figures.OfType<StudyFigure>().Concat(HeatMap(conditions));
    }

    private static StudyFigure? BleuAgainstNll(IReadOnlyList<Condition> conditions)
    {
        FigureSeries[] series =
        [
            .. from condition in conditions
               let runs = condition.Runs.Where(r => r.Done && Measures.Nll(r) is not null && Measures.Bleu(r) is not null).ToArray()
               where runs.Length > 0
               select new FigureSeries(condition.Label, [.. runs.Select(r => Measures.Nll(r)!.Value)], [.. runs.Select(r => Measures.Bleu(r)!.Value)])
               {
                   Labels = [.. runs.Select(r => $"seed {r.Planned.Seed}")],
               },
        ];
        return series.Length == 0 ? null : new()
        {
            Title = "BLEU against NLL, test split", Kind = FigureKind.Scatter, X = "NLL, nats a unit", Y = "BLEU", Series = series,
            Caption = "A point is a run. Smoothing that raises BLEU despite a worse NLL lies above and to the right.",
        };
    }

    private static StudyFigure? OverTraining(IReadOnlyList<Condition> conditions)
    {
        FigureSeries[] series =
        [
            .. from condition in conditions
               let nll = condition.MeanCurve("validation/nll")
               let bleu = condition.MeanCurve("validation/bleu")
               where nll is not null && bleu is not null
               let count = Math.Min(nll.Values.Count, bleu.Values.Count)
               select new FigureSeries(condition.Label, [.. nll.Values.Take(count)], [.. bleu.Values.Take(count)])
               {
                   Labels = [.. bleu.Epochs.Take(count).Select(e => FormattableString.Invariant($"epoch {e}"))],
               },
        ];
        return series.Length == 0 ? null : new()
        {
            Title = "BLEU against NLL over training, validation split", Kind = FigureKind.Lines, X = "NLL, nats a unit", Y = "BLEU, greedy",
            Series = series, Caption = "A point is an epoch, the mean over seeds; training runs from right to left.",
        };
    }

    private static IEnumerable<StudyFigure> HeatMap(IReadOnlyList<Condition> conditions)
    {
        Condition[] students = [.. conditions.Where(c => c.Role == Roles.Student)];
        double[] rows = [.. students.Select(c => c.Cell.Smoothing ?? 0).Distinct()];
        double[] columns = [.. students.Select(c => c.Cell.Temperature ?? 1).Distinct()];
        if (columns.Length < 2)
            yield break;
        yield return new()
        {
            Title = "Student's BLEU by temperature", Kind = FigureKind.HeatMap, X = "temperature T", Y = "teacher's smoothing",
            Rows = [.. rows.Select(Text)], Columns = [.. columns.Select(Text)],
            Cells = [.. rows.Select(r => (IReadOnlyList<double?>)[.. columns.Select(c => Mean(students, r, c))])],
            Caption = "Test split, means over seeds; an empty cell has no finished run yet.",
        };
    }

    private static double? Mean(Condition[] students, double smoothing, double temperature) =>
        students.FirstOrDefault(c => c.Cell.Smoothing == smoothing && c.Cell.Temperature == temperature)?.Of(Measures.Bleu)
            is { Count: > 0 } sample ? sample.Mean : null;

    private static StudyTable TemperatureTable(StudyEvidence evidence) => new(
        "Student's BLEU against the temperature",
        ["Teacher's smoothing", "T", "BLEU", "Change from the lowest T", "95% t interval"],
        [
            .. from cell in Condition.All(evidence).Where(c => c.Role == Roles.Student)
               let change = FromLowest(evidence, cell)
               select (IReadOnlyList<string>)
               [
                   Text(cell.Cell.Smoothing ?? 0), Text(cell.Cell.Temperature ?? 1), Format.Spread(cell.Of(Measures.Bleu), ""),
                   change.Count > 0 ? Format.Number(change.Mean, "") : "-",
                   change.TInterval() is { } interval ? Format.Range(interval, "") : "-",
               ],
        ],
        "Changes are paired by seed. Chandrasegaran et al. advise T = 1 for a smoothed teacher; this table is no part of the verdict.");

    private static Sample FromLowest(StudyEvidence evidence, Condition condition)
    {
        var lowest = LowestTemperature(evidence);
        if (condition.Cell.Temperature == lowest)
            return new([]);
        var values =
            from run in condition.Runs
            where run.Done
            let first = evidence.Runs.FirstOrDefault(r => r.Done && r.Planned.Role == Roles.Student
                && r.Planned.Seed == run.Planned.Seed && r.Planned.Cell == condition.Cell with { Temperature = lowest })
            where first is not null
            select Measures.Bleu(run) - Measures.Bleu(first);
        return new([.. values.OfType<double>()]);
    }

    private static StudyEvidence AtLowestTemperature(StudyEvidence evidence)
    {
        var lowest = LowestTemperature(evidence);
        return evidence with { Runs = [.. evidence.Runs.Where(r => r.Planned.Role != Roles.Student || r.Planned.Cell.Temperature == lowest)] };
    }

    private static double? LowestTemperature(StudyEvidence evidence) => evidence.Plan.Runs.Min(r => r.Cell.Temperature);

    private static string Text(double value) => FormattableString.Invariant($"{value}");
}
