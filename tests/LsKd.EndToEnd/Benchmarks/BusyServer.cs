using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using LsKd.Core.Events;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.EndToEnd.Faults;
using LsKd.Store.Contracts;
using LsKdWeb.Jobs;

namespace LsKd.EndToEnd.Benchmarks;

/// <summary>A server over many finished runs, with one run more whose log the benchmark writes in place of a worker.</summary>
internal sealed class BusyServer(int runs) : FaultServer
{
    /// <summary>The run whose log is written.</summary>
    public const string Fed = "fedrun2222";

    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    // Stands for the run's worker: the server sees a process that lives.
    private readonly Process worker = Process.Start("sleep", ["86400"]);
    private long step;

    /// <inheritdoc/>
    protected override SiteSettings Initial { get; } = new() { CpuSlots = 3, WorkerThreads = 1, CrashRetries = 0, MinFreeMegabytes = 0 };

    /// <summary>Appends points to the run's log, two tags in turn.</summary>
    public void Feed(int points) => Append(Fed, Enumerable.Range(0, points).Select(_ =>
        (RunEvent)new MetricLogged(step++ % 2 == 0 ? "train/loss" : "train/learning_rate", step / 2, step / 1000.0, Math.Sin(step))));

    /// <summary>Points of the run in the index.</summary>
    public async Task<long> StoredAsync()
    {
        var page = (await Http.GetFromJsonAsync<RunPage>($"api/runs?id={Fed}&metric=train/loss&metric=train/learning_rate", SpecJson.Options))!;
        return page.Runs.Single().Metrics.Values.Sum(m => m.Count);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        worker.Kill();
        worker.Dispose();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override async Task PrepareAsync()
    {
        await base.PrepareAsync();
        for (var i = 0; i < runs; i++)
            WriteFinished(i);
        var handle = $"{worker.Id}|{ProcessHandle.Of(worker.Id)}|0";
        Write(Fed, new RunSpec { Name = "fed" }, Start.AddDays(30), new RunAttempt(1, "local", handle, Start, null, "", "") { Device = "cpu" }, null);
        await RebuildAsync();
    }

    private void WriteFinished(int i)
    {
        var id = $"run{i:D7}";
        var (created, value) = (Start.AddMinutes(i), i * 7919 % 10_007 / 10_007.0);
        var spec = new RunSpec { Name = $"Teacher {i}", Objective = new() { Smoothing = i % 5 / 20.0 }, Training = new() { Seed = i }, Tags = [$"group-{i % 20}"] };
        Write(id, spec, created, new RunAttempt(1, "local", "", created, created.AddMinutes(3), "succeeded", ""), new RunVerdict(RunState.Succeeded, "", created.AddMinutes(3)));
        Append(id,
        [
            new RunStarted(1, new RunEnvironment { Device = "cpu" }) { Time = created },
            .. new (string Tag, double Value)[] { ("validation/top1", value), ("test/top1", value - 0.01), ("test/nll", 1 - value), ("test/ece_15", value / 20) }
                .Select(m => new MetricLogged(m.Tag, 100, 8, m.Value) { Time = created.AddMinutes(3) }),
            new RunEnded(RunState.Succeeded, "") { Time = created.AddMinutes(3) },
        ]);
    }

    private void Write(string id, RunSpec spec, DateTimeOffset created, RunAttempt attempt, RunVerdict? verdict)
    {
        Directory.CreateDirectory(Run(id).Root);
        File.WriteAllText(Run(id).SpecFile, SpecJson.Write(spec));
        File.WriteAllText(Run(id).RecordFile, JsonSerializer.Serialize(new RunRecord { Id = id, Created = created, Attempts = [attempt], Verdict = verdict }, SpecJson.Options));
    }

    private void Append(string id, IEnumerable<RunEvent> events) =>
        File.AppendAllLines(Run(id).EventLog(1), events.Select(e => JsonSerializer.Serialize(e, SpecJson.Options)));

    private async Task RebuildAsync()
    {
        using var rebuild = Process.Start(new ProcessStartInfo("dotnet", [Repository.ServerAssembly, "store", "rebuild", "--home", Home])
        {
            RedirectStandardError = true, RedirectStandardOutput = true,
        })!;
        var (_, said) = (rebuild.StandardOutput.ReadToEndAsync(), await rebuild.StandardError.ReadToEndAsync());
        await rebuild.WaitForExitAsync();
        Assert.True(rebuild.ExitCode == 0, said);
    }
}
