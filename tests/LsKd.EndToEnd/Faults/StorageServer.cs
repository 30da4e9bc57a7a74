using System.Diagnostics;
using System.Net.Http.Json;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKdWeb.Api;
using LsKdWeb.Jobs;
using Microsoft.Data.Sqlite;

namespace LsKd.EndToEnd.Faults;

/// <summary>A server on a disk that can be filled, with a database that can be locked and spoiled.</summary>
public sealed class StorageServer : FaultServer
{
    private SmallDisk? disk;

    /// <inheritdoc/>
    protected override SiteSettings Initial => Patient with { CrashRetries = 0, MinFreeMegabytes = 24 };

    private string Database => Path.Combine(Home, "lskd.db");

    /// <summary>
    /// Takes the room on the disk away from a run that trains. Where no disk can be mounted the run's next log is a device without room,
    /// and the site is told to ask for more room than there is.
    /// </summary>
    public async Task TakeRoomAsync(string id)
    {
        if (disk is not null)
        {
            disk.Fill();
            return;
        }
        (await Http.PostAsync($"api/runs/{id}/pause", null)).EnsureSuccessStatusCode();
        await AwaitStateAsync(id, RunState.Paused);
        File.CreateSymbolicLink(Run(id).EventLog(2), "/dev/full");
        (await Http.PostAsync($"api/runs/{id}/resume", null)).EnsureSuccessStatusCode();
        // The site must want more room before the worker finds that it has none.
        var worker = 0;
        await AwaitAsync(() => Task.FromResult((worker = Workers.Of(Run(id).Root).FirstOrDefault()) > 0));
        Assert.True(Workers.Freeze(worker));
        await SetAsync(Initial with { MinFreeMegabytes = int.MaxValue });
        Workers.Thaw(worker);
    }

    /// <summary>Gives the room back.</summary>
    public async Task GiveRoomAsync()
    {
        disk?.Free();
        await SetAsync(Initial);
    }

    /// <summary>Locks the database as another program would, until disposed.</summary>
    public async Task<IAsyncDisposable> LockDatabaseAsync()
    {
        var other = new SqliteConnection($"Data Source={Database};Pooling=False");
        await other.OpenAsync();
        await using var begin = other.CreateCommand();
        begin.CommandText = "BEGIN EXCLUSIVE";
        await begin.ExecuteNonQueryAsync();
        return other;
    }

    /// <summary>Overwrites the database and what belongs to it.</summary>
    public void SpoilDatabase()
    {
        foreach (var file in (string[])[Database, Database + "-wal", Database + "-shm"])
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            stream.Write([.. Enumerable.Repeat((byte)0xA5, (int)stream.Length)]);
        }
    }

    /// <summary>Waits until a run is in a state.</summary>
    public Task AwaitStateAsync(string id, RunState state) => AwaitAsync(async () => (await FindAsync(id)).Summary.State == state);

    /// <summary>Waits until the site tells of trouble in these words.</summary>
    public Task AwaitProblemAsync(string words) =>
        AwaitAsync(async () => (await ProblemsAsync()).Any(p => p.Message.Contains(words, StringComparison.Ordinal)));

    /// <summary>Waits until the site has no trouble.</summary>
    public Task AwaitWellAsync() => AwaitAsync(async () => (await ProblemsAsync()).Count == 0);

    /// <summary>Runs a verb of the command line on the home.</summary>
    public async Task<(int Code, string Output, string Error)> CommandAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Repository.ServerAssembly, .. arguments, "--home", Home])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (disk is not null)
            await disk.DisposeAsync();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override async Task PrepareAsync()
    {
        disk = await SmallDisk.MountAsync(Home, megabytes: 128);
        await base.PrepareAsync();
    }
}
