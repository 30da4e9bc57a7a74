using LsKd.Store.Contracts;
using LsKdWeb.Jobs;

namespace LsKdWeb.Api;

/// <summary>Asks for the same to be done to many runs.</summary>
/// <param name="Action">What.</param>
/// <param name="Ids">To which.</param>
/// <param name="Priority">The priority, for <see cref="BulkAction.Priority"/>.</param>
public sealed record BulkRequest(BulkAction Action, IReadOnlyList<string> Ids, int? Priority = null);

/// <summary>What can be done to many runs at once.</summary>
public enum BulkAction
{
    /// <summary>Write a checkpoint and pause.</summary>
    Pause,

    /// <summary>Back in the queue.</summary>
    Resume,

    /// <summary>End.</summary>
    Cancel,

    /// <summary>Hide from the table.</summary>
    Archive,

    /// <summary>Show in the table again.</summary>
    Unarchive,

    /// <summary>Give a priority.</summary>
    Priority,

    /// <summary>Before all that wait.</summary>
    First,

    /// <summary>After all that wait.</summary>
    Last,

    /// <summary>Delete with their folders, students before teachers.</summary>
    Delete,
}

/// <summary><c>POST /api/runs/actions</c> and <c>/deletion</c>.</summary>
internal static class BulkActions
{
    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder runs)
    {
        runs.MapPost("/actions", ActAsync).WithSummary("Does the same to many runs, and says what became of each.");
        runs.MapPost("/deletion", (string[] ids, IRunCommands commands, CancellationToken cancel) => Deletion.PlanAsync(commands, ids, cancel))
            .WithSummary("What deleting these runs together would free, and what forbids it.");
    }

    private static async Task<IReadOnlyList<RunOutcome>> ActAsync(BulkRequest request, IRunCatalog catalog, IRunCommands commands, CancellationToken cancel)
    {
        if (request.Ids is null or { Count: 0 })
            throw new ArgumentException("\"ids\" names no run.");
        if (request.Action is BulkAction.Delete)
            return await DeleteAsync(request.Ids, commands, cancel);
        var act = await ActionAsync(request, catalog, commands, cancel);
        return await RunBatch.ActAsync(request.Ids, act);
    }

    private static async Task<Func<string, Task>> ActionAsync(BulkRequest request, IRunCatalog catalog, IRunCommands commands, CancellationToken cancel)
    {
        var priority = request.Action switch
        {
            BulkAction.Priority => request.Priority ?? throw new ArgumentException("\"priority\" is missing."),
            BulkAction.First or BulkAction.Last => await QueuePlace.PriorityAsync(catalog, request.Action is BulkAction.First, cancel),
            _ => 0,
        };
        return request.Action switch
        {
            BulkAction.Pause => id => commands.PauseAsync(id, cancel),
            BulkAction.Resume => id => commands.ResumeAsync(id, cancel),
            BulkAction.Cancel => id => commands.CancelAsync(id, cancel),
            BulkAction.Archive => id => commands.ArchiveAsync(id, true, cancel),
            BulkAction.Unarchive => id => commands.ArchiveAsync(id, false, cancel),
            _ => id => commands.SetPriorityAsync(id, priority, cancel),
        };
    }

    private static async Task<IReadOnlyList<RunOutcome>> DeleteAsync(IReadOnlyList<string> ids, IRunCommands commands, CancellationToken cancel)
    {
        var plans = await Deletion.PlanAsync(commands, ids, cancel);
        var done = await RunBatch.ActAsync(Deletion.Allowed(plans).Select(p => p.Id), id => commands.DeleteAsync(id, cancel));
        return [.. done, .. plans.Where(p => p.Refusal is not null).Select(p => new RunOutcome(p.Id, p.Refusal))];
    }
}
