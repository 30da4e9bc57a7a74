using LsKd.Core.Specs;
using LsKd.Core.Studies.Catalog;
using LsKd.Core.Studies.Evidence;
using LsKd.Core.Studies.Plans;
using LsKd.Core.Studies.Reports;
using LsKd.Core.Studies.Verdicts;

namespace LsKd.Core.Studies.Designs;

/// <summary>The main picture in minutes: teachers without and with smoothing, a student of each, and the student alone.</summary>
public sealed class QuickDesign : IStudyDesign
{
    /// <inheritdoc/>
    public string Name => StudyNames.Quick;

    /// <inheritdoc/>
    public EvidenceParts Needs => EvidenceParts.Curves | EvidenceParts.Clouds;

    /// <inheritdoc/>
    public StudyDefaults Defaults(StudySize size) => StudyDefaults.Of(size) with { Seeds = [0] };

    /// <inheritdoc/>
    public void Plan(PlanBuilder plan) => Grids.Pairs(plan, plan.Pairs);

    /// <inheritdoc/>
    public StudyFindings Judge(StudyEvidence evidence)
    {
        var conditions = Condition.All(evidence);
        Condition[] teachers = [.. conditions.Where(c => c.Role == Roles.Teacher)];
        return new()
        {
            Verdict = Verdicts.Judge.All(
            [
                Contrasts.Smoothing(evidence, "Rise of the similar pair's centre distance over radius (teacher, test)", "", new(Up: true), Roles.Teacher, Measures.PairDistance),
                Contrasts.Smoothing(evidence, "Change of 1 - S (teacher, test)", "", new(Up: false), Roles.Teacher, Measures.Instability),
                Contrasts.Smoothing(evidence, "Rise of the final distillation loss", "", new(Up: true), Roles.Student, Measures.FinalTrainLoss),
                Contrasts.Smoothing(evidence, "Change of the student's test accuracy", Format.Points, new(Up: true, Margin: 0.005), Roles.Student, Measures.TestTop1),
            ]),
            Tables = [SideBySide.Of(evidence), PairTables.Similar(evidence), Tables.Conditions("Runs by condition (test split; mean ± sd over seeds)", conditions, Tables.Usual)],
            Figures = [.. Figures.Projections(teachers), .. DistillationFigures.All(conditions), .. SoftLabelFigures(teachers)],
            Remarks = StudyCatalog.Get(Name).Remarks,
        };
    }

    private static IEnumerable<StudyFigure> SoftLabelFigures(Condition[] teachers) =>
        new[] { Figures.TargetProbabilities(teachers), Figures.MinorProbabilities(teachers) }.OfType<StudyFigure>();
}
