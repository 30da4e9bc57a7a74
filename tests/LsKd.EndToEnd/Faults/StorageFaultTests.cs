using System.Net;
using LsKd.Core.Arrays;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using Microsoft.Playwright;
using static LsKd.EndToEnd.Faults.TinyRuns;

namespace LsKd.EndToEnd.Faults;

/// <summary>Real disks, databases and processes in trouble while a real run trains.</summary>
[Trait("Category", "Faults")]
public sealed class StorageFaultTests(StorageServer server, BrowserFixture browser) : IClassFixture<StorageServer>
{
    [Fact]
    public async Task A_disk_that_fills_interrupts_the_run_and_once_there_is_room_it_ends_as_if_undisturbed()
    {
        var reference = await server.StartRunAsync(Long);
        await server.FinishAsync([reference]);
        var id = await server.StartRunAsync(Long);
        await server.AwaitAsync(() => Task.FromResult(File.Exists(server.Run(id).Checkpoint("last"))));
        try
        {
            await server.TakeRoomAsync(id);
            await AssertWaitsForRoomAsync(id);
        }
        finally
        {
            await server.GiveRoomAsync();
        }
        Assert.Equal(RunState.Succeeded, Assert.Single(await server.FinishAsync([id])).State);
        Assert.Equal(await server.PointsAsync(reference), await server.PointsAsync(id));
        Assert.Equal(await File.ReadAllBytesAsync(server.Run(reference).Checkpoint("last"), Cancel), await File.ReadAllBytesAsync(server.Run(id).Checkpoint("last"), Cancel));
        await server.AwaitWellAsync();
    }

    [Fact]
    public async Task A_database_that_another_program_locks_is_told_and_nothing_is_lost_when_it_lets_go()
    {
        var id = await server.StartRunAsync(Long);
        await server.AwaitEventsAsync(id, 5);
        await using (await server.LockDatabaseAsync())
        {
            await server.AwaitProblemAsync("is locked by another program");
            using var refusal = await server.Http.PostAsync($"api/runs/{id}/pause", null, Cancel);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refusal.StatusCode);
            Assert.Contains("is locked by another program", await refusal.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
            await AssertBannerAsync("is locked by another program");
        }
        await AssertEndsWellAsync(id);
        await server.AwaitWellAsync();
    }

    [Fact]
    public async Task A_database_that_is_overwritten_is_named_and_rebuilt_while_the_worker_goes_on()
    {
        var id = await server.StartRunAsync(Long);
        await server.AwaitEventsAsync(id, 5);
        server.SpoilDatabase();
        await server.AwaitProblemAsync("is corrupt");
        await AssertBannerAsync("is corrupt");
        using (var health = await server.Http.GetAsync("health", Cancel))
            Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
        await server.StopAsync();

        var (code, _, error) = await server.CommandAsync("serve", "--port", "0");
        Assert.Equal(1, code);
        Assert.Contains("is corrupt", Assert.Single(error.Trim().Split('\n')), StringComparison.Ordinal);
        Assert.Contains("store rebuild", error, StringComparison.Ordinal);
        var rebuilt = await server.CommandAsync("store", "rebuild");
        Assert.True(rebuilt.Code == 0, rebuilt.Error);

        await server.StartAsync();
        await AssertEndsWellAsync(id);
        await server.AwaitWellAsync();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private async Task AssertWaitsForRoomAsync(string id)
    {
        await server.AwaitStateAsync(id, RunState.Interrupted);
        var reason = (await server.FindAsync(id)).Summary.Reason;
        Assert.StartsWith("The disk ", reason, StringComparison.Ordinal);
        Assert.EndsWith("as soon as there is room.", reason, StringComparison.Ordinal);
        await server.AwaitProblemAsync("no run is started until");
        await AssertBannerAsync("no run is started until");
        AssertWhole(id);
    }

    private async Task AssertEndsWellAsync(string id)
    {
        var run = Assert.Single(await server.FinishAsync([id]));
        Assert.Equal((RunState.Succeeded, 1, "finished"), (run.State, run.Attempt, run.Progress!.Phase));
        var epochs = Long.Training.Epochs;
        Assert.Contains($"validation/top1: {epochs} stored, {epochs} counted", await server.PointsAsync(id));
    }

    private void AssertWhole(string id)
    {
        var folder = server.Run(id);
        SpecJson.Read(File.ReadAllText(folder.SpecFile));
        Assert.False(File.Exists(folder.ResultFile));
        Assert.NotEmpty(SafeTensorsFile.Open(folder.Checkpoint("last")).Tensors);
        Assert.Empty(Directory.EnumerateFiles(folder.Root, "*.tmp", SearchOption.AllDirectories));
        Assert.Empty(Workers.Of(folder.Root));
    }

    private async Task AssertBannerAsync(string words)
    {
        await using var site = await browser.OpenAsync(server.Url);
        site.Page.SetDefaultTimeout(90_000);
        await site.GoAsync("/settings");
        await site.Page.Locator(".banner", new() { HasText = words }).WaitForAsync(new() { State = WaitForSelectorState.Visible });
    }
}
