using LsKd.Core.Runs;
using LsKd.Store.Contracts;
using LsKdWeb.Jobs;
using MudBlazor;

namespace LsKdWeb.Components.Shared;

/// <summary>Acts on runs for a page: asks before it destroys, and says what happened.</summary>
public sealed class RunActions(IRunCommands commands, IRunCatalog catalog, IDialogService dialogs, ISnackbar snackbar)
{
    /// <summary>Whether an action makes sense for a run as it is.</summary>
    public static bool Applies(RunAction action, RunSummary run) => action switch
    {
        RunAction.Pause => run.State is RunState.Running or RunState.Queued or RunState.Interrupted,
        RunAction.Resume => run.State is RunState.Paused or RunState.Failed or RunState.Cancelled or RunState.Interrupted,
        RunAction.Cancel => !run.State.IsFinal(),
        RunAction.First or RunAction.Last => run.State is RunState.Queued or RunState.Interrupted,
        RunAction.Archive => !run.Archived && !run.State.IsActive(),
        RunAction.Restore => run.Archived,
        _ => !run.State.IsActive(),
    };

    /// <summary>An action's name on a button.</summary>
    /// <param name="action">The action.</param>
    /// <param name="run">The run it is for; null for several.</param>
    public static string Title(RunAction action, RunSummary? run = null) => action switch
    {
        RunAction.Resume when run?.State is RunState.Failed or RunState.Cancelled => "Retry",
        RunAction.First => "Start next",
        RunAction.Last => "Start last",
        _ => action.ToString(),
    };

    /// <summary>Does it.</summary>
    /// <returns>Whether it was done to at least one run.</returns>
    public async Task<bool> DoAsync(RunAction action, IReadOnlyList<RunSummary> runs)
    {
        if (action is RunAction.Delete)
            return await DeleteAsync(runs);
        if (action is RunAction.Cancel && !await ConfirmAsync("Cancel", $"Cancel {Name(runs)}? A checkpoint is written first where a worker runs.", "Cancel the run"))
            return false;
        var priority = action is RunAction.First or RunAction.Last ? await QueuePlace.PriorityAsync(catalog, action is RunAction.First) : 0;
        var done = await EachAsync(runs, id => Apply(action, id, priority));
        if (done > 0)
            snackbar.Add($"{Done(action)}: {(done == 1 && runs.Count == 1 ? runs[0].Name : $"{done} runs")}", Severity.Normal);
        return done > 0;
    }

    private Task Apply(RunAction action, string id, int priority) => action switch
    {
        RunAction.Pause => commands.PauseAsync(id),
        RunAction.Resume => commands.ResumeAsync(id),
        RunAction.Cancel => commands.CancelAsync(id),
        RunAction.First or RunAction.Last => commands.SetPriorityAsync(id, priority),
        RunAction.Archive => commands.ArchiveAsync(id, true),
        _ => commands.ArchiveAsync(id, false),
    };

    private async Task<bool> DeleteAsync(IReadOnlyList<RunSummary> runs)
    {
        var plans = await Deletion.PlanAsync(commands, [.. runs.Select(r => r.Id)]);
        var free = Deletion.Allowed(plans);
        var refused = plans.Where(p => p.Refusal is not null).Select(p => p.Refusal!).Distinct().ToList();
        if (free.Count == 0)
        {
            await dialogs.ShowMessageBoxAsync("Cannot be deleted", string.Join(" ", refused), "Close");
            return false;
        }
        var kept = refused.Count == 0 ? "" : $" {plans.Count - free.Count} stay: {string.Join(" ", refused)}";
        var what = free.Count == 1 ? runs.First(r => r.Id == free[0].Id).Name : $"{free.Count} runs";
        var question = $"Delete {what} with all checkpoints, curves and analyses? {Figure.Bytes(free.Sum(p => p.Bytes))} become free. This cannot be undone.{kept}";
        if (!await ConfirmAsync("Delete", question, "Delete for good"))
            return false;
        var done = await EachAsync([.. free.Select(p => runs.First(r => r.Id == p.Id))], id => commands.DeleteAsync(id));
        snackbar.Add($"Deleted: {what}", Severity.Normal);
        return done > 0;
    }

    private async Task<bool> ConfirmAsync(string title, string question, string yes) =>
        await dialogs.ShowMessageBoxAsync(title, question, yes, cancelText: "Keep") is true;

    private async Task<int> EachAsync(IReadOnlyList<RunSummary> runs, Func<string, Task> act)
    {
        var outcomes = await RunBatch.ActAsync(runs.Select(r => r.Id), act);
        foreach (var refused in outcomes.Where(o => o.Error is not null))
            snackbar.Add($"{runs.First(r => r.Id == refused.Id).Name}: {refused.Error}", Severity.Error);
        return outcomes.Count(o => o.Error is null);
    }

    private static string Name(IReadOnlyList<RunSummary> runs) => runs.Count == 1 ? runs[0].Name : $"{runs.Count} runs";

    private static string Done(RunAction action) => action switch
    {
        RunAction.Pause => "Pausing",
        RunAction.Resume => "Queued again",
        RunAction.Cancel => "Cancelling",
        RunAction.First => "Starts next",
        RunAction.Last => "Starts last",
        RunAction.Archive => "Archived",
        _ => "Back in the table",
    };
}
