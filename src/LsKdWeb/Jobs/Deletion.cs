using LsKd.Store.Contracts;

namespace LsKdWeb.Jobs;

/// <summary>Deletes runs together: a teacher whose students go too does not stand in the way.</summary>
public static class Deletion
{
    /// <summary>What deleting each would free and what forbids it, in the order in which they can be deleted: students first. A run that is not there is refused like any other.</summary>
    public static async Task<IReadOnlyList<DeletionPlan>> PlanAsync(IRunCommands commands, IReadOnlyList<string> ids, CancellationToken cancel = default)
    {
        var plans = new List<DeletionPlan>();
        foreach (var id in ids.Distinct())
            plans.Add(await PlanAsync(commands, id, cancel));
        return Order(plans);
    }

    /// <summary>Those that nothing forbids.</summary>
    public static IReadOnlyList<DeletionPlan> Allowed(IEnumerable<DeletionPlan> plans) => [.. plans.Where(p => p.Refusal is null)];

    private static async Task<DeletionPlan> PlanAsync(IRunCommands commands, string id, CancellationToken cancel)
    {
        try
        {
            return await commands.PlanDeletionAsync(id, cancel);
        }
        catch (KeyNotFoundException e)
        {
            return new DeletionPlan(id, 0, [], e.Message);
        }
    }

    // A run comes after its dependents; where all of those are deleted, they are no reason to keep it.
    private static List<DeletionPlan> Order(List<DeletionPlan> plans)
    {
        var (ordered, left) = (new List<DeletionPlan>(), plans.ToList());
        while (left.Count > 0)
        {
            var next = left.FirstOrDefault(p => !p.Dependents.Any(d => left.Any(l => l.Id == d))) ?? left[0];
            left.Remove(next);
            var goes = ordered.Where(o => o.Refusal is null).Select(o => o.Id).ToHashSet();
            ordered.Add(!next.IsActive && next.Dependents is { Count: > 0 } needing && needing.All(goes.Contains) ? next with { Refusal = null } : next);
        }
        return ordered;
    }
}
