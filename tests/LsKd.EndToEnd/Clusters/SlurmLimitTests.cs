using System.Net.Http.Json;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.EndToEnd.Faults;
using static LsKd.EndToEnd.Faults.TinyRuns;

namespace LsKd.EndToEnd.Clusters;

/// <summary>Priorities and time limits on a real Slurm.</summary>
[Trait("Category", "Slurm")]
public sealed class SlurmLimitTests(SlurmServer server) : IClassFixture<SlurmServer>
{
    private static readonly RunSpec Spec = Long with { Resources = new() { Threads = 1, MemoryMb = 800 } };

    [Fact]
    public async Task Waiting_jobs_are_put_back_behind_the_highest_priority_and_follow_its_changes() => await server.WhileClosedAsync(async () =>
    {
        var (low, high) = (await server.StartRunAsync(Spec), await server.StartRunAsync(Spec with { Training = Spec.Training with { Seed = 2 } }));
        await SetPriorityAsync(high, 3);
        await AwaitNiceAsync((low, 3000), (high, 0));
        await SetPriorityAsync(low, 4);
        await AwaitNiceAsync((low, 0), (high, 1000));
        await server.CancelRunAsync(low);
        await AwaitNiceAsync((high, 0));
        await server.CancelRunAsync(high);
    });

    [Fact]
    public async Task A_run_that_meets_its_limit_before_its_first_step_fails_and_says_so_and_its_job_does_not_come_back()
    {
        var id = await server.StartRunAsync(Spec with { Resources = Spec.Resources with { TimeLimitMinutes = 1 } });
        // The first sign of life comes before the network is there.
        await server.AwaitEventsAsync(id, 1);
        var worker = Assert.Single(Workers.Of(server.Run(id).Root));
        Assert.True(Workers.Freeze(worker));
        await server.AwaitAsync(() => Task.FromResult(Workers.IsAskedToEnd(worker)));
        Workers.Thaw(worker);
        var run = Assert.Single(await server.FinishAsync([id]));
        Assert.Equal((RunState.Failed, 1), (run.State, run.Attempt));
        Assert.Contains("Its time limit ended before it got any further than its start", run.Reason, StringComparison.Ordinal);
        var job = SlurmServer.Number((await server.FindAsync(id)).Attempts[0]);
        await server.AwaitAsync(async () => (await server.JobAsync(job)).Contains("JobState=CANCELLED", StringComparison.Ordinal));
    }

    private async Task SetPriorityAsync(string id, int priority)
    {
        using var answer = await server.Http.PutAsJsonAsync($"api/runs/{id}/priority", new { priority }, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    private async Task AwaitNiceAsync(params (string Id, int Nice)[] expected)
    {
        foreach (var (id, nice) in expected)
            await server.AwaitAsync(async () => (await server.FindAsync(id)).Attempts is [{ Handle.Length: > 0 } attempt]
                && (await server.JobAsync(SlurmServer.Number(attempt))).Contains($" Nice={nice} ", StringComparison.Ordinal));
    }
}
