using LsKd.Core.Runs;
using LsKd.Store.Contracts;

namespace LsKdWeb.Jobs;

/// <summary>Waits for runs by looking at the index, which any process of this machine may read.</summary>
internal static class RunWaiter
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <inheritdoc cref="IEngineClient.WaitAsync"/>
    public static async Task<IReadOnlyList<RunSummary>> WaitAsync(
        IRunCatalog catalog, IReadOnlyList<string> ids, Action<RunSummary>? changed, CancellationToken cancel)
    {
        var known = new Dictionary<string, RunSummary>();
        while (true)
        {
            var page = await catalog.QueryAsync(new RunQuery { Ids = ids, Archived = null, Take = ids.Count }, cancel);
            foreach (var run in page.Runs.Where(r => Differs(known.GetValueOrDefault(r.Id), r)))
            {
                known[run.Id] = run;
                changed?.Invoke(run);
            }
            if (page.Runs.All(r => IsAtRest(r, page.Runs)))
                return page.Runs;
            await Task.Delay(Interval, cancel);
        }
    }

    private static bool Differs(RunSummary? before, RunSummary now) =>
        before is null || before.State != now.State || before.Reason != now.Reason || before.Progress != now.Progress || before.Attempt != now.Attempt;

    // A student whose teacher was cancelled or paused waits for the user, not for the engine.
    private static bool IsAtRest(RunSummary run, IReadOnlyList<RunSummary> all) =>
        run.State.IsFinal() || run.State == RunState.Paused ||
        (run.State == RunState.Queued && run.TeacherId is { } teacher
            && all.FirstOrDefault(r => r.Id == teacher)?.State is RunState.Cancelled or RunState.Paused);
}
