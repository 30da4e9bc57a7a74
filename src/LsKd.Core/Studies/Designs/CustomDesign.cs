using LsKd.Core.Specs;
using LsKd.Core.Studies.Catalog;
using LsKd.Core.Studies.Evidence;
using LsKd.Core.Studies.Plans;
using LsKd.Core.Studies.Reports;
using LsKd.Core.Studies.Verdicts;

namespace LsKd.Core.Studies.Designs;

/// <summary>The user's own grid: pairs x smoothing factors x objectives x temperatures x seeds.</summary>
public sealed class CustomDesign : IStudyDesign
{
    /// <inheritdoc/>
    public string Name => StudyNames.Custom;

    /// <inheritdoc/>
    public EvidenceParts Needs => EvidenceParts.Curves | EvidenceParts.Clouds;

    /// <inheritdoc/>
    public void Plan(PlanBuilder plan) => Grids.Pairs(plan, plan.Pairs, [.. Objectives(plan.Spec)]);

    /// <inheritdoc/>
    public StudyFindings Judge(StudyEvidence evidence)
    {
        var conditions = Condition.All(evidence);
        Condition[] teachers = [.. conditions.Where(c => c.Role == Roles.Teacher)];
        return new()
        {
            Verdict = Verdicts.Judge.All(
            [
                evidence.Plan.Translates
                    ? Contrasts.Smoothing(evidence, "Change of the student's BLEU, mean over the conditions", "BLEU", new(Up: true), Roles.Student, Measures.Bleu)
                    : Contrasts.Smoothing(evidence, "Change of the student's test accuracy, mean over the conditions", Format.Points, new(Up: true), Roles.Student, Measures.TestTop1),
            ]),
            Tables = [Tables.Conditions("Runs by condition", conditions, Tables.UsualOf(evidence.Plan)), PairTables.Similar(evidence)],
            Figures = [.. Figures.Projections(teachers), .. DistillationFigures.All(conditions)],
        };
    }

    // Objectives that read a temperature are crossed with the temperatures; the others run once.
    private static IEnumerable<ObjectiveSpec?> Objectives(StudySpec spec)
    {
        IReadOnlyList<ObjectiveSpec> objectives =
            spec.Objectives.Count > 0 ? spec.Objectives : [new ObjectiveSpec { Name = spec.Temperatures.Count > 0 ? "kd" : "soft-cross-entropy" }];
        foreach (var objective in objectives)
            foreach (var temperature in ReadsTemperature(objective) && spec.Temperatures.Count > 0 ? spec.Temperatures : [objective.Temperature])
                yield return objective with { Temperature = temperature };
    }

    private static bool ReadsTemperature(ObjectiveSpec objective) =>
        Catalogs.ObjectiveCatalog.Find(objective.Name)?.Settings.HasFlag(Catalogs.ObjectiveSettings.Temperature) == true;
}
