using LsKd.Store.Contracts;

namespace LsKdWeb.Api;

/// <summary>What can be done with a run over HTTP.</summary>
internal static class RunActions
{
    /// <summary>Maps the actions of one run.</summary>
    public static void Map(IEndpointRouteBuilder runs)
    {
        BulkActions.Map(runs);
        Post(runs, "pause", "Writes a checkpoint and pauses; takes a waiting run out of the queue.", (c, id, cancel) => c.PauseAsync(id, cancel));
        Post(runs, "resume", "Puts a run back in the queue, from its last checkpoint.", (c, id, cancel) => c.ResumeAsync(id, cancel));
        Post(runs, "cancel", "Ends a run; a checkpoint is written first.", (c, id, cancel) => c.CancelAsync(id, cancel));
        Post(runs, "archive", "Hides a run from the table.", (c, id, cancel) => c.ArchiveAsync(id, true, cancel));
        Post(runs, "unarchive", "Shows a run in the table again.", (c, id, cancel) => c.ArchiveAsync(id, false, cancel));
        runs.MapPut("/{id}/name", (string id, NewName to, IRunCommands c, CancellationToken cancel) => c.RenameAsync(id, to.Name, cancel));
        runs.MapPut("/{id}/notes", (string id, NewNotes to, IRunCommands c, CancellationToken cancel) => c.SetNotesAsync(id, to.Notes, cancel));
        runs.MapPut("/{id}/tags", (string id, NewTags to, IRunCommands c, CancellationToken cancel) => c.SetTagsAsync(id, to.Tags, cancel));
        runs.MapPut("/{id}/priority", (string id, NewPriority to, IRunCommands c, CancellationToken cancel) => c.SetPriorityAsync(id, to.Priority, cancel));
        runs.MapGet("/{id}/deletion", (string id, IRunCommands c, CancellationToken cancel) => c.PlanDeletionAsync(id, cancel))
            .WithSummary("What deleting would free, and what forbids it.");
        runs.MapDelete("/{id}", (string id, IRunCommands c, CancellationToken cancel) => c.DeleteAsync(id, cancel))
            .WithSummary("Deletes a run and its folder.");
    }

    private static void Post(IEndpointRouteBuilder runs, string action, string summary, Func<IRunCommands, string, CancellationToken, Task> act) =>
        runs.MapPost($"/{{id}}/{action}", (string id, IRunCommands commands, CancellationToken cancel) => act(commands, id, cancel)).WithSummary(summary);
}
