using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Store.Contracts;
using LsKd.Store.Database;
using LsKd.Store.Database.Rows;
using LsKd.Store.Feed;
using LsKd.Store.Folders;
using Microsoft.EntityFrameworkCore;

namespace LsKd.Store.Commands;

/// <inheritdoc cref="IRunCommands"/>
internal sealed class RunCommands(
    StoreWriter writer, RunEditor editor, RunFolders folders, IStoreContexts contexts, RunFeed feed, TimeProvider clock) : IRunCommands
{
    /// <inheritdoc/>
    public async Task<string> CreateAsync(RunSpec spec, RunRecord record, CancellationToken cancel = default)
    {
        record = Complete(spec, record);
        folders.Create(spec, record);
        try
        {
            await writer.WriteAsync(context => InsertAsync(context, spec, record, cancel), cancel);
        }
        catch
        {
            folders.Delete(record.Id);
            throw;
        }
        feed.Publish(new RunChange(record.Id, RunState.Queued, true));
        return record.Id;
    }

    /// <inheritdoc/>
    public Task PauseAsync(string id, CancellationToken cancel = default) => editor.EditAsync(id, edit =>
    {
        if (edit.Row.State is RunState.Running || IsSubmitted(edit))
            AskToStop(edit, "pause");
        else if (edit.Row.State is RunState.Queued or RunState.Interrupted)
            edit.Enter(RunState.Paused, "Paused before it started.");
        else if (edit.Row.State is not (RunState.Paused or RunState.Stopping))
            throw Refuse(edit, "paused");
    }, cancel);

    /// <inheritdoc/>
    public Task ResumeAsync(string id, CancellationToken cancel = default) => editor.EditAsync(id, edit =>
    {
        if (edit.Row.State is RunState.Queued)
            return;
        if (edit.Row.State is RunState.Succeeded || edit.Row.State.IsActive())
            throw Refuse(edit, "resumed");
        folders.WriteStopRequest(id, null);
        (edit.Row.StopKind, edit.Row.StopAsked, edit.Row.Crashes) = (null, null, 0);
        edit.Enter(RunState.Queued, "");
    }, cancel);

    /// <inheritdoc/>
    public Task CancelAsync(string id, CancellationToken cancel = default) => editor.EditAsync(id, edit =>
    {
        if (edit.Row.State.IsActive() || IsSubmitted(edit))
            AskToStop(edit, "cancel");
        else if (edit.Row.State is RunState.Queued or RunState.Paused or RunState.Interrupted)
            edit.Enter(RunState.Cancelled, "Cancelled by the user.");
        else if (edit.Row.State is not RunState.Cancelled)
            throw Refuse(edit, "cancelled");
    }, cancel);

    /// <inheritdoc/>
    public Task ArchiveAsync(string id, bool archived, CancellationToken cancel = default) => editor.EditAsync(id, edit =>
    {
        if (archived && (edit.Row.State.IsActive() || IsSubmitted(edit)))
            throw Refuse(edit, "archived");
        edit.Row.Archived = archived;
        edit.Record = edit.Record with { Archived = archived };
    }, cancel);

    /// <inheritdoc/>
    public Task SetPriorityAsync(string id, int priority, CancellationToken cancel = default) => editor.EditAsync(id, edit =>
    {
        if (edit.Row.State.IsFinal())
            throw Refuse(edit, "given a place in the queue");
        edit.Row.Priority = priority;
        edit.Record = edit.Record with { Priority = priority };
    }, cancel);

    /// <inheritdoc/>
    public Task SetTagsAsync(string id, IReadOnlyList<string> tags, CancellationToken cancel = default) => editor.EditAsync(id, async edit =>
    {
        var clean = RunRows.Clean(tags);
        edit.Record = edit.Record with { Tags = clean };
        await edit.Context.RunTags.Where(t => t.RunKey == edit.Row.Key).ExecuteDeleteAsync(cancel);
        edit.Context.RunTags.AddRange(clean.Select(t => new RunTagRow { RunKey = edit.Row.Key, Tag = t }));
        edit.Row.SearchText = RunRows.SearchText(edit.Row, clean);
        return true;
    }, cancel);

    /// <inheritdoc/>
    public Task SetNotesAsync(string id, string notes, CancellationToken cancel = default) => editor.EditAsync(id, async edit =>
    {
        edit.Row.Notes = notes;
        edit.Record = edit.Record with { Notes = notes };
        edit.Row.SearchText = RunRows.SearchText(edit.Row, await TagsAsync(edit, cancel));
        return true;
    }, cancel);

    /// <inheritdoc/>
    public Task RenameAsync(string id, string name, CancellationToken cancel = default) => editor.EditAsync(id, async edit =>
    {
        if (string.IsNullOrWhiteSpace(name))
            throw new ArgumentException("A run's name cannot be empty.", nameof(name));
        edit.Row.Name = name.Trim();
        edit.Record = edit.Record with { Name = edit.Row.Name };
        edit.Row.SearchText = RunRows.SearchText(edit.Row, await TagsAsync(edit, cancel));
        return true;
    }, cancel);

    /// <inheritdoc/>
    public Task<DeletionPlan> PlanDeletionAsync(string id, CancellationToken cancel = default) => contexts.UseAsync(async context =>
    {
        var row = await context.Runs.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, cancel)
            ?? throw new KeyNotFoundException($"There is no run {id}.");
        return await PlanAsync(context, row, cancel);
    }, cancel);

    /// <inheritdoc/>
    public async Task DeleteAsync(string id, CancellationToken cancel = default)
    {
        await writer.WriteAsync(async context =>
        {
            var row = await context.Runs.SingleOrDefaultAsync(r => r.Id == id, cancel)
                ?? throw new KeyNotFoundException($"There is no run {id}.");
            var plan = await PlanAsync(context, row, cancel);
            if (plan.Refusal is { } refusal)
                throw new InvalidOperationException(refusal);
            await DeleteRowsAsync(context, row, cancel);
            folders.Delete(id);
        }, cancel);
        feed.Publish(new RunChange(id, RunState.Cancelled, true));
    }

    // A job of it waits in a cluster's queue.
    private static bool IsSubmitted(RunEdit edit) => edit.Row.State is RunState.Queued && edit.HasOpenAttempt;

    private RunRecord Complete(RunSpec spec, RunRecord record) => record with
    {
        Id = record.Id.Length > 0 ? record.Id : RunId.New(),
        Created = record.Created == default ? clock.GetUtcNow() : record.Created,
        DependsOn = spec.Teacher is { Run.Length: > 0 } teacher && !record.DependsOn.Contains(teacher.Run)
            ? [.. record.DependsOn, teacher.Run]
            : record.DependsOn,
    };

    private static async Task InsertAsync(LsKdContext context, RunSpec spec, RunRecord record, CancellationToken cancel)
    {
        var row = RunRows.Row(spec, record);
        context.Runs.Add(row);
        await context.SaveChangesAsync(cancel);
        RunRows.AddParts(context, row, spec, record);
    }

    private void AskToStop(RunEdit edit, string kind)
    {
        folders.WriteStopRequest(edit.Row.Id, kind);
        edit.Row.StopAsked = edit.Row.StopKind == kind ? edit.Row.StopAsked : edit.Now;
        edit.Row.StopKind = kind;
        var first = edit.Row.State is RunState.Queued ? "Leaves the cluster's queue" : "Writes a checkpoint";
        edit.Enter(RunState.Stopping, $"{first}, then {(kind == "cancel" ? "ends" : "pauses")}.");
    }

    private async Task<DeletionPlan> PlanAsync(LsKdContext context, RunRow row, CancellationToken cancel)
    {
        var dependents = await context.Dependencies.Where(d => d.DependsOn == row.Id)
            .Join(context.Runs, d => d.RunKey, r => r.Key, (_, r) => new { r.Id, r.Name }).OrderBy(r => r.Id).ToListAsync(cancel);
        var submitted = row.State is RunState.Queued
            && await context.Attempts.AnyAsync(a => a.RunKey == row.Key && a.Number == row.Attempt && a.Ended == null, cancel);
        var refusal = row.State.IsActive() || submitted ? $"{Told(row.Name, row.Id)} is {row.State.ToString().ToLowerInvariant()}. Cancel it first."
            : dependents.Count > 0 ? $"{Told(row.Name, row.Id)} cannot be deleted: {string.Join(", ", dependents.Select(d => Told(d.Name, d.Id)))} {(dependents.Count == 1 ? "depends" : "depend")} on it." : null;
        return new DeletionPlan(row.Id, folders.Size(row.Id), [.. dependents.Select(d => d.Id)], refusal, row.State.IsActive() || submitted);
    }

    private static string Told(string name, string id) => $"'{name}' ({id})";

    private static async Task DeleteRowsAsync(LsKdContext context, RunRow row, CancellationToken cancel)
    {
        var key = row.Key;
        await context.Metrics.Where(x => x.RunKey == key).ExecuteDeleteAsync(cancel);
        await context.MetricSummaries.Where(x => x.RunKey == key).ExecuteDeleteAsync(cancel);
        await context.Logs.Where(x => x.RunKey == key).ExecuteDeleteAsync(cancel);
        await context.Artifacts.Where(x => x.RunKey == key).ExecuteDeleteAsync(cancel);
        await context.Ingests.Where(x => x.RunKey == key).ExecuteDeleteAsync(cancel);
        await context.Attempts.Where(x => x.RunKey == key).ExecuteDeleteAsync(cancel);
        await context.Dependencies.Where(x => x.RunKey == key).ExecuteDeleteAsync(cancel);
        await context.RunTags.Where(x => x.RunKey == key).ExecuteDeleteAsync(cancel);
        await context.Runs.Where(x => x.Key == key).ExecuteDeleteAsync(cancel);
        context.ChangeTracker.Clear();
    }

    private static Task<List<string>> TagsAsync(RunEdit edit, CancellationToken cancel) =>
        edit.Context.RunTags.Where(t => t.RunKey == edit.Row.Key).Select(t => t.Tag).ToListAsync(cancel);

    private static InvalidOperationException Refuse(RunEdit edit, string verb) =>
        new($"Run {edit.Row.Id} is {edit.Row.State.ToString().ToLowerInvariant()} and cannot be {verb}.");
}
