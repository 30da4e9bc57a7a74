using LsKd.Core.Specs;
using LsKd.Core.Studies.Catalog;
using LsKd.Core.Studies.Evidence;
using LsKd.Core.Studies.Plans;
using LsKd.Core.Studies.Reports;
using LsKd.Core.Studies.Verdicts;

namespace LsKd.Core.Studies.Designs;

/// <summary>Smoothing factor x temperature.</summary>
public sealed class TemperatureDesign : IStudyDesign
{
    /// <inheritdoc/>
    public string Name => StudyNames.Temperature;

    /// <inheritdoc/>
    public EvidenceParts Needs => EvidenceParts.Centres;

    /// <inheritdoc/>
    public void Plan(PlanBuilder plan) => Grids.Pairs(plan, plan.Pairs, [.. Temperatures(plan.Spec).Select(Objective)]);

    /// <inheritdoc/>
    public StudyFindings Judge(StudyEvidence evidence)
    {
        var conditions = Condition.All(evidence);
        Condition[] students = [.. conditions.Where(c => c.Role == Roles.Student)];
        return new()
        {
            Verdict = Verdicts.Judge.All(
            [
                Contrasts.PerSeed(
                    "Accuracy lost from the lowest to the highest T, smoothed minus plain teacher", Format.Points, new(Up: true), evidence,
                    seed => Interaction(evidence, seed)),
            ]),
            Tables =
            [
                Tables.Conditions("Teachers and students", conditions, Tables.Usual),
                DiffusionTable(evidence, students),
            ],
            Figures = [.. HeatMaps(students)],
            Remarks = StudyCatalog.Get(Name).Remarks,
        };
    }

    private static IReadOnlyList<double> Temperatures(StudySpec spec) =>
        spec.Temperatures.Count > 0 ? [.. spec.Temperatures.Distinct().Order()] : spec.Size == StudySize.Tiny ? [1, 3] : [1, 2, 3, 64];

    private static ObjectiveSpec Objective(double temperature) => new() { Name = "kd", Temperature = temperature, SoftWeight = 1 };

    private static double? Interaction(StudyEvidence evidence, int seed)
    {
        var (first, second) = Contrasts.Factors(evidence);
        return Loss(second) - Loss(first);

        double? Loss(double smoothing)
        {
            var students = evidence.Runs
                .Where(r => r.Planned.Role == Roles.Student && r.Planned.Seed == seed && r.Planned.Cell.Smoothing == smoothing)
                .OrderBy(r => r.Planned.Cell.Temperature).ToArray();
            return students.Length >= 2 && students[0].Done && students[^1].Done
                ? Measures.TestTop1(students[0]) - Measures.TestTop1(students[^1])
                : null;
        }
    }

    private static IEnumerable<StudyFigure> HeatMaps(Condition[] students) =>
        from pair in students.GroupBy(c => c.Cell.Group)
        let rows = pair.Select(c => c.Cell.Smoothing ?? 0).Distinct().ToArray()
        let columns = pair.Select(c => c.Cell.Temperature ?? 1).Distinct().ToArray()
        select new StudyFigure
        {
            Title = $"Student's test accuracy, %: {pair.Key}", Kind = FigureKind.HeatMap, X = "temperature T", Y = "teacher's smoothing",
            Rows = [.. rows.Select(r => FormattableString.Invariant($"{r}"))],
            Columns = [.. columns.Select(c => FormattableString.Invariant($"{c}"))],
            Cells = [.. rows.Select(r => (IReadOnlyList<double?>)[.. columns.Select(c => Mean(pair, r, c))])],
            Caption = "Means over seeds; an empty cell has no finished run yet.",
        };

    private static double? Mean(IEnumerable<Condition> conditions, double smoothing, double temperature) =>
        conditions.FirstOrDefault(c => c.Cell.Smoothing == smoothing && c.Cell.Temperature == temperature)?.Of(Measures.TestTop1)
            is { Count: > 0 } sample ? 100 * sample.Mean : null;

    private static StudyTable DiffusionTable(StudyEvidence evidence, Condition[] students) => new(
        "Diffusion score (ours, eta-like) against T = 1, test split",
        ["Student", "Score"],
        [
            .. from condition in students
               where condition.Cell.Temperature is not 1
               let scores = new Statistics.Sample([.. condition.Runs.Select(r => DiffusionScore.Of(evidence, r)).OfType<double>()])
               where scores.Count > 0
               select (IReadOnlyList<string>)[condition.Label, Format.Spread(scores, "")],
        ],
        "Mean relative change of the class centres' distances from T = 1 to T, dissimilar classes minus similar ones; above 0 the " +
        "student's features spread towards similar classes. The paper's own index could not be verified and is not this.");
}
