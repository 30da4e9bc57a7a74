using LsKd.Core.Specs;
using LsKd.Core.Studies.Catalog;
using LsKd.Core.Studies.Evidence;
using LsKd.Core.Studies.Plans;
using LsKd.Core.Studies.Reports;

namespace LsKd.Core.Studies.Designs;

/// <summary>German into English: teachers without and with smoothing, and students of each at several temperatures.</summary>
public sealed class TranslationDesign : IStudyDesign
{
    /// <inheritdoc/>
    public string Name => StudyNames.Translation;

    /// <inheritdoc/>
    public StudyDefaults Defaults(StudySize size) => StudyDefaults.OfTranslation(size);

    /// <inheritdoc/>
    public void Plan(PlanBuilder plan)
    {
        foreach (var seed in plan.Seeds)
            foreach (var pair in plan.Pairs)
                foreach (var smoothing in plan.Smoothings)
                    AddPair(plan, pair, seed, smoothing);
    }

    /// <inheritdoc/>
    public StudyFindings Judge(StudyEvidence evidence) => TranslationFindings.Of(evidence);

    private static void AddPair(PlanBuilder plan, NetworkPair pair, int seed, double smoothing)
    {
        var teacher = Grids.Teacher(plan, pair.Teacher, seed, smoothing);
        foreach (var temperature in Temperatures(plan.Spec))
            plan.Student(
                plan.Base(pair.Student, seed), teacher, Grids.Cell(Networks.Label(pair), smoothing) with { Temperature = temperature },
                Objective(temperature));
    }

    // The hard labels are kept, as Shen et al. do for translation.
    private static ObjectiveSpec Objective(double temperature) => new() { Name = "kd", Temperature = temperature, SoftWeight = 0.5 };

    private static IReadOnlyList<double> Temperatures(StudySpec spec) => spec switch
    {
        { Temperatures.Count: > 0 } => [.. spec.Temperatures.Distinct().Order()],
        { Size: StudySize.Tiny } => [1],
        { Size: StudySize.Quick } => [1, 3],
        _ => [1, 2, 3, 64],
    };
}
