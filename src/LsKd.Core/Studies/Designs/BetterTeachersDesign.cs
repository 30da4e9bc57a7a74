using LsKd.Core.Specs;
using LsKd.Core.Studies.Catalog;
using LsKd.Core.Studies.Evidence;
using LsKd.Core.Studies.Plans;
using LsKd.Core.Studies.Reports;
using LsKd.Core.Studies.Verdicts;

namespace LsKd.Core.Studies.Designs;

/// <summary>One student, many smoothed teachers.</summary>
public sealed class BetterTeachersDesign : IStudyDesign
{
    /// <inheritdoc/>
    public string Name => StudyNames.BetterTeachers;

    /// <inheritdoc/>
    public EvidenceParts Needs => EvidenceParts.None;

    /// <inheritdoc/>
    public void Plan(PlanBuilder plan)
    {
        var networks = Networks.Several(plan);
        foreach (var seed in plan.Seeds)
        {
            foreach (var network in networks)
                Distil(plan, network, seed, 1, "");
            Distil(plan, networks[^1], seed, 0.5, ", half as long");
            Distil(plan, networks[^1], seed, 2, ", twice as long");
            Grids.Alone(plan, plan.Pairs[0].Student, seed);
        }
    }

    /// <inheritdoc/>
    public StudyFindings Judge(StudyEvidence evidence)
    {
        var conditions = Condition.All(evidence);
        return new()
        {
            Verdict = Verdicts.Judge.All(
            [
                Contrasts.PerSeed(
                    "Rank correlation of teacher and student accuracy", "", new(Up: true), evidence, seed => Correlation(evidence, seed)),
            ]),
            Tables = [Tables.Conditions("Teachers and their students (all teachers smoothed)", conditions, Tables.Usual), Means(evidence)],
            Figures = [.. Scatter(evidence)],
            Remarks = StudyCatalog.Get(Name).Remarks,
        };
    }

    private static void Distil(PlanBuilder plan, ModelSpec network, int seed, double length, string suffix)
    {
        var smoothing = plan.Smoothings[^1];
        var bare = plan.Base(network, seed);
        var epochs = Math.Max(1, (int)Math.Round(bare.Training.Epochs * length));
        bare = bare with { Training = bare.Training with { Epochs = epochs } };
        var group = Networks.Label(network) + suffix;
        var teacher = plan.Labels(bare, smoothing, Roles.Teacher, Grids.Cell(group, smoothing));
        plan.Student(plan.Base(plan.Pairs[0].Student, seed), teacher, Grids.Cell($"{group} > {Networks.Label(plan.Pairs[0].Student)}", smoothing));
    }

    private static (RunEvidence Teacher, RunEvidence Student)[] Pairs(StudyEvidence evidence) =>
    [
        .. from student in evidence.Done
           where student.Planned.Role == Roles.Student
           let teacher = evidence.TeacherOf(student)
           where teacher is { Done: true }
           select (teacher, student),
    ];

    private static double? Correlation(StudyEvidence evidence, int seed)
    {
        var planned = evidence.Runs.Count(r => r.Planned.Role == Roles.Student && r.Planned.Seed == seed);
        var pairs = Pairs(evidence).Where(p => p.Student.Planned.Seed == seed)
            .Select(p => (Teacher: Measures.TestTop1(p.Teacher), Student: Measures.TestTop1(p.Student))).ToArray();
        return pairs.Length < planned || pairs.Any(p => p.Teacher is null || p.Student is null)
            ? null
            : Statistics.RankCorrelation.Spearman([.. pairs.Select(p => p.Teacher!.Value)], [.. pairs.Select(p => p.Student!.Value)]);
    }

    private static StudyTable Means(StudyEvidence evidence)
    {
        var points = Points(evidence);
        double[] x = [.. points.Select(p => p.Teacher)], y = [.. points.Select(p => p.Student)];
        return new(
            "Correlation over the means of all seeds", ["Teachers", "Spearman's rho", "p"],
            [[
                points.Length.ToString(System.Globalization.CultureInfo.InvariantCulture),
                Format.Plain(Statistics.RankCorrelation.Spearman(x, y), ""), Format.Plain(Statistics.RankCorrelation.PValue(x, y), ""),
            ]],
            $"p is exact over all orders up to {Statistics.RankCorrelation.ExactPairs} teachers. The verdict uses one correlation a seed.");
    }

    private static (string Label, double Teacher, double Student)[] Points(StudyEvidence evidence) =>
    [
        .. from pair in Pairs(evidence)
           group pair by pair.Teacher.Planned.Cell.Group into g
           let teacher = g.Average(p => Measures.TestTop1(p.Teacher))
           let student = g.Average(p => Measures.TestTop1(p.Student))
           where teacher is not null && student is not null
           select (g.Key, 100 * teacher.Value, 100 * student.Value),
    ];

    private static IEnumerable<StudyFigure> Scatter(StudyEvidence evidence)
    {
        var points = Points(evidence);
        if (points.Length == 0)
            yield break;
        var alone = Condition.All(evidence).Where(c => c.Role == Roles.Baseline).Select(c => c.Of(Measures.TestTop1)).FirstOrDefault(s => s.Count > 0);
        var (low, high) = Figures.Limits(points.Select(p => p.Teacher));
        yield return new()
        {
            Title = "Student against teacher", Kind = FigureKind.Scatter, X = "teacher's test accuracy, %", Y = "student's test accuracy, %",
            Series =
            [
                new FigureSeries("teacher and student, means over seeds", [.. points.Select(p => p.Teacher)], [.. points.Select(p => p.Student)])
                    { Labels = [.. points.Select(p => p.Label)] },
                .. alone is null ? [] : (FigureSeries[])
                    [new("student alone", [low, high], [100 * alone.Mean, 100 * alone.Mean]) { Dashed = true }],
            ],
        };
    }
}
