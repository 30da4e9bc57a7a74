using LsKd.Core.Runs;
using LsKd.Store.Contracts;

namespace LsKdWeb.Jobs;

/// <summary>Places in the queue: runs of a higher priority start first, of equal ones the oldest.</summary>
public static class QueuePlace
{
    /// <summary>The priority that puts runs before all that wait, or after them.</summary>
    public static async Task<int> PriorityAsync(IRunCatalog catalog, bool first, CancellationToken cancel = default)
    {
        var page = await catalog.QueryAsync(
            new RunQuery { States = [RunState.Queued, RunState.Interrupted], Archived = null, SortBy = "priority", Descending = first, Take = 1 }, cancel);
        var utmost = page.Runs is [var run] ? run.Priority : 0;
        return first ? utmost + 1 : utmost - 1;
    }
}
