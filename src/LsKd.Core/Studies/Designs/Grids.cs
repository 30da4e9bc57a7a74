using LsKd.Core.Specs;
using LsKd.Core.Studies.Plans;

namespace LsKd.Core.Studies.Designs;

/// <summary>The two designs most studies are made of.</summary>
internal static class Grids
{
    /// <summary>Networks trained on labels: networks x smoothing factors x seeds.</summary>
    public static void Labels(PlanBuilder plan, IReadOnlyList<ModelSpec> networks, Func<RunSpec, RunSpec>? change = null)
    {
        foreach (var seed in plan.Seeds)
            foreach (var network in networks)
                foreach (var smoothing in plan.Smoothings)
                {
                    var bare = plan.Base(network, seed);
                    plan.Labels(change?.Invoke(bare) ?? bare, smoothing, Roles.Teacher, Cell(Networks.Label(network), smoothing));
                }
    }

    /// <summary>
    /// Teachers on labels, their students, and each student's network alone: pairs x smoothing factors x objectives x seeds.
    /// </summary>
    public static void Pairs(PlanBuilder plan, IReadOnlyList<NetworkPair> pairs, IReadOnlyList<ObjectiveSpec?>? objectives = null)
    {
        foreach (var seed in plan.Seeds)
            foreach (var pair in pairs)
            {
                foreach (var smoothing in plan.Smoothings)
                    Students(plan, pair, seed, smoothing, objectives ?? [null]);
                Alone(plan, pair.Student, seed);
            }
    }

    /// <summary>A cell of a network and a smoothing factor.</summary>
    public static StudyCell Cell(string group, double smoothing) => new() { Group = group, Smoothing = smoothing };

    /// <summary>A teacher.</summary>
    public static PlannedRun Teacher(PlanBuilder plan, ModelSpec network, int seed, double smoothing) =>
        plan.Labels(plan.Base(network, seed), smoothing, Roles.Teacher, Cell(Networks.Label(network), smoothing));

    /// <summary>A student's network on hard labels alone.</summary>
    public static void Alone(PlanBuilder plan, ModelSpec network, int seed) =>
        plan.Labels(plan.Base(network, seed), 0, Roles.Baseline, new StudyCell { Group = $"{Networks.Label(network)} alone" });

    private static void Students(
        PlanBuilder plan, NetworkPair pair, int seed, double smoothing, IReadOnlyList<ObjectiveSpec?> objectives)
    {
        var teacher = Teacher(plan, pair.Teacher, seed, smoothing);
        foreach (var objective in objectives)
        {
            var cell = Cell(Networks.Label(pair), smoothing) with
            {
                Temperature = objective?.Temperature,
                Objective = objectives.Select(o => o?.Name).Distinct().Count() > 1 ? objective?.Name : null,
            };
            plan.Student(plan.Base(pair.Student, seed), teacher, cell, objective);
        }
    }
}
