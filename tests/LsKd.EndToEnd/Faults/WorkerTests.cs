using LsKd.Core.Runs;
using static LsKd.EndToEnd.Faults.TinyRuns;

namespace LsKd.EndToEnd.Faults;

/// <summary>What a user may count on of worker processes as the machine sees them.</summary>
[Trait("Category", "Faults")]
public sealed class WorkerTests(FaultServer server) : IClassFixture<FaultServer>
{
    [Fact]
    public async Task A_cancelled_run_leaves_no_process_even_if_its_worker_hangs()
    {
        await server.SetAsync(FaultServer.Patient with { StopGraceSeconds = 1 });
        var id = await server.StartRunAsync(Long);
        await server.AwaitEventsAsync(id, 5);
        Assert.True(Workers.Freeze(Workers.Of(server.Run(id))!.Value));
        await server.CancelRunAsync(id);
        var run = Assert.Single(await server.FinishAsync([id]));
        Assert.Equal(RunState.Cancelled, run.State);
        Assert.Contains("did not stop within 1 s", run.Reason, StringComparison.Ordinal);
        Assert.Empty(Workers.Of(server.Run(id).Root));
    }

    [Fact]
    public async Task Workers_step_back_behind_the_site_and_end_with_the_server_where_the_user_chose_so()
    {
        await server.SetAsync(FaultServer.Patient with { WorkerNiceness = 10, KeepWorkersOnShutdown = false });
        var id = await server.StartRunAsync(Long);
        await server.AwaitEventsAsync(id, 12);
        var worker = Workers.Of(server.Run(id))!.Value;
        Assert.Equal(Math.Min(19, Workers.Niceness(Environment.ProcessId) + 10), Workers.Niceness(worker));
        if (Workers.SessionNiceness(worker) is { } session)
            Assert.Equal(10, session);
        await server.StopAsync();
        Assert.Empty(Workers.Of(server.Run(id).Root));
        await server.StartAsync();
        await server.SetAsync(FaultServer.Patient);
        var run = Assert.Single(await server.FinishAsync([id]));
        Assert.Equal((RunState.Succeeded, 2), (run.State, run.Attempt));
        Assert.Equal(["interrupted", "succeeded"], (await server.FindAsync(id)).Attempts.Select(a => a.Outcome));
    }
}
