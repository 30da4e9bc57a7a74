using System.Net;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using static LsKd.EndToEnd.Faults.TinyRuns;

namespace LsKd.EndToEnd.Faults;

/// <summary>Real servers and workers, really killed.</summary>
[Trait("Category", "Faults")]
public sealed class FaultTests(FaultServer server) : IClassFixture<FaultServer>
{
    private const int Seed = 20;
    private const int RunsPerSpec = 7;
    private const int ServerKills = 4;
    private const int WindowsPerEpoch = 2;

    [Fact]
    public async Task Runs_whose_workers_and_server_are_killed_at_random_end_as_if_undisturbed()
    {
        await server.SetAsync(FaultServer.Patient);
        var references = await ReferencesAsync();
        var runs = new List<(string Id, string Reference)>();
        foreach (var reference in Enumerable.Repeat(references, RunsPerSpec).SelectMany(r => r))
            runs.Add((await server.StartRunAsync((await server.FindAsync(reference)).Spec), reference));

        var disturbance = new Disturbance(server, Seed, EventCount.Of(server.Run(references[0])));
        await DisturbAsync(disturbance, [.. runs.Select(r => r.Id)]);

        Assert.True(disturbance.WorkersKilled >= 2 * runs.Count / 3 && disturbance.ServersKilled == ServerKills,
            $"only {disturbance.WorkersKilled} workers and {disturbance.ServersKilled} servers were killed");
        foreach (var (id, reference) in runs)
            await server.AssertSameAsync(reference, id);
        Assert.Empty(Workers.Of(Path.Combine(server.Home, "runs")));
        TestContext.Current.TestOutputHelper?.WriteLine($"{disturbance.WorkersKilled} workers and {disturbance.ServersKilled} servers killed");
    }

    [Fact]
    public async Task A_killed_worker_without_retries_fails_its_run_with_the_reason_and_leaves_the_site_up()
    {
        await server.SetAsync(FaultServer.Patient with { CrashRetries = 0 });
        var id = await server.StartRunAsync(Long);
        await server.AwaitEventsAsync(id, 5);
        Assert.True(Workers.Kill(Workers.Of(server.Run(id))!.Value));
        var run = Assert.Single(await server.FinishAsync([id]));
        Assert.Equal((RunState.Failed, "The worker died: it was killed (SIGKILL). No retry is allowed."), (run.State, run.Reason));
        using var page = await server.Http.GetAsync("health", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 2)]
    public async Task A_server_killed_in_the_middle_of_a_run_leaves_nothing_stuck(bool workerToo, int attempts)
    {
        await server.SetAsync(FaultServer.Patient);
        var id = await server.StartRunAsync(Long);
        await server.AwaitEventsAsync(id, 12);
        await (workerToo ? server.KillAsync() : server.KillAloneAsync());
        await server.StartAsync();
        var run = Assert.Single(await server.FinishAsync([id]));
        Assert.Equal((RunState.Succeeded, attempts), (run.State, run.Attempt));
        var epochs = Long.Training.Epochs;
        var points = await server.PointsAsync(id);
        Assert.Contains($"train/loss: {WindowsPerEpoch * epochs} stored, {WindowsPerEpoch * epochs} counted", points);
        Assert.Contains($"validation/top1: {epochs} stored, {epochs} counted", points);
    }

    [Fact]
    public async Task A_run_that_ends_while_no_server_runs_is_found_succeeded_by_the_next()
    {
        await server.SetAsync(FaultServer.Patient);
        var id = await server.StartRunAsync(Mlp);
        await server.AwaitEventsAsync(id, 1);
        await server.StopAsync();
        await server.AwaitAsync(() => Task.FromResult(Workers.Of(server.Run(id).Root).Count == 0));
        await server.StartAsync();
        var run = Assert.Single(await server.FinishAsync([id]));
        Assert.Equal((RunState.Succeeded, 1), (run.State, run.Attempt));
    }

    [Fact]
    public async Task A_translation_whose_worker_is_killed_ends_as_if_undisturbed()
    {
        await server.SetAsync(FaultServer.Patient);
        var corpus = Path.Combine(server.Home, "corpus");
        WriteCorpus(corpus);
        var (reference, killed) = (await server.StartRunAsync(Translation(corpus)), await server.StartRunAsync(Translation(corpus)));
        // In the second epoch, which the next attempt begins again, and in its fourth.
        foreach (var begun in (int[])[2, 5])
        {
            await server.AwaitAsync(() => Task.FromResult(EventCount.Epochs(server.Run(killed)) >= begun));
            Assert.True(Workers.Kill(Workers.Of(server.Run(killed))!.Value));
        }
        await server.FinishAsync([reference, killed]);
        Assert.Equal((1, 3), ((await server.FindAsync(reference)).Summary.Attempt, (await server.FindAsync(killed)).Summary.Attempt));
        await server.AssertSameAsync(reference, killed);
    }

    private async Task<IReadOnlyList<string>> ReferencesAsync()
    {
        var (mlp, resnet) = (await server.StartRunAsync(Mlp), await server.StartRunAsync(Resnet));
        var student = await server.StartRunAsync(Mlp with { Teacher = new() { Run = resnet }, Objective = new() { Name = "soft-cross-entropy" } });
        string[] ids = [mlp, resnet, student];
        Assert.All(await server.FinishAsync(ids), r => Assert.Equal((RunState.Succeeded, 1), (r.State, r.Attempt)));
        return ids;
    }

    private async Task DisturbAsync(Disturbance disturbance, IReadOnlyList<string> ids)
    {
        using var done = new CancellationTokenSource();
        var killing = Task.WhenAll(disturbance.KillWorkersAsync(ids, done.Token), disturbance.KillServerAsync(ids, ServerKills, done.Token));
        var finishing = server.FinishAsync(ids);
        await Task.WhenAny(killing, finishing);
        if (finishing.IsCompleted)
            await done.CancelAsync();
        await killing;
        await finishing;
    }
}
