using LsKd.Core.Runs;
using LsKd.Store.Contracts;
using LsKd.Store.Database;
using LsKd.Store.Database.Rows;
using LsKd.Store.Feed;
using LsKd.Store.Folders;
using Microsoft.EntityFrameworkCore;

namespace LsKd.Store.Commands;

/// <summary>A run while it is being changed: its row and its record, which must agree.</summary>
internal sealed class RunEdit(LsKdContext context, RunRow row, RunRecord record, DateTimeOffset now)
{
    public LsKdContext Context { get; } = context;
    public RunRow Row { get; } = row;
    public RunRecord Record { get; set; } = record;
    public DateTimeOffset Now { get; } = now;

    /// <summary>Whether a worker may live, or a job wait for one in a cluster's queue.</summary>
    public bool HasOpenAttempt => Record.Attempts.Any(a => a.Number == Row.Attempt && a.Ended is null);

    /// <summary>Whether this attempt is the run's newest and not closed.</summary>
    public bool IsAt(int attempt) => Row.Attempt == attempt && HasOpenAttempt;

    /// <summary>Puts the run in a state, in row and record alike.</summary>
    public void Enter(RunState state, string reason)
    {
        if (Row.State != state)
            Row.StateSince = Now;
        Row.State = state;
        Row.Reason = reason;
        Row.Ended = state.IsFinal() ? Now : null;
        Record = Record with { Verdict = state is RunState.Queued || state.IsActive() ? null : new RunVerdict(state, reason, Now) };
    }
}

/// <summary>Changes one run at a time: the folder first, then the index, then the listeners hear of it.</summary>
internal sealed class RunEditor(StoreWriter writer, RunFolders folders, RunFeed feed, TimeProvider clock)
{
    /// <summary>Applies a change.</summary>
    /// <exception cref="KeyNotFoundException">There is no such run.</exception>
    public Task EditAsync(string id, Action<RunEdit> change, CancellationToken cancel = default) =>
        EditAsync(id, edit => { change(edit); return Task.FromResult(true); }, cancel);

    /// <inheritdoc cref="EditAsync(string, Action{RunEdit}, CancellationToken)"/>
    public async Task<T> EditAsync<T>(string id, Func<RunEdit, Task<T>> change, CancellationToken cancel = default)
    {
        RunChange? heard = null;
        var result = await writer.WriteAsync(async context =>
        {
            var row = await context.Runs.SingleOrDefaultAsync(r => r.Id == id, cancel)
                ?? throw new KeyNotFoundException($"There is no run {id}.");
            var edit = new RunEdit(context, row, folders.ReadRecord(id), clock.GetUtcNow());
            var (record, state) = (edit.Record, row.State);
            var outcome = await change(edit);
            if (!ReferenceEquals(record, edit.Record))
                folders.WriteRecord(edit.Record);
            heard = new RunChange(id, row.State, row.State != state);
            return outcome;
        }, cancel);
        feed.Publish(heard!);
        return result;
    }
}
