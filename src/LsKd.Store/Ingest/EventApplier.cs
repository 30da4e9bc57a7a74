using System.Text.Json;
using LsKd.Core.Events;
using LsKd.Core.Specs;
using LsKd.Store.Database;
using LsKd.Store.Database.Rows;
using LsKd.Store.Folders;
using Microsoft.EntityFrameworkCore;

namespace LsKd.Store.Ingest;

/// <summary>Turns events into rows. Runs in one transaction with the offset up to which the log was read.</summary>
internal sealed class EventApplier(RunFolders folders)
{
    /// <summary>Applies a stretch of an attempt's log.</summary>
    public async Task ApplyAsync(
        LsKdContext context, RunRow run, int attempt, LogStretch stretch, IReadOnlyDictionary<string, int> tags, CancellationToken cancel)
    {
        foreach (var happened in stretch.Events)
            await ApplyAsync(context, run, attempt, happened, cancel);
        context.Logs.AddRange(stretch.Defects.Select(d => Log(run, run.ProgressAt ?? run.Created, "error", d)));
        var metrics = stretch.Events.OfType<MetricLogged>().ToList();
        if (metrics.Count == 0)
            return;
        await MetricTable.WriteAsync(context, run.Key, metrics, tags, cancel);
        await SummaryTable.UpdateAsync(context, run.Key, metrics, tags, cancel);
    }

    private Task ApplyAsync(LsKdContext context, RunRow run, int attempt, RunEvent happened, CancellationToken cancel)
    {
        switch (happened)
        {
            case RunStarted started:
                run.Started ??= started.Time;
                run.EnvironmentJson = JsonSerializer.Serialize(started.Environment, SpecJson.Options);
                run.ProgressAt = started.Time;
                return PlaceAsync(context, run, attempt, started.Environment, cancel);
            case EpochStarted epoch:
                (run.Epoch, run.Epochs, run.ProgressAt) = (epoch.Epoch, epoch.Epochs, epoch.Time);
                break;
            case Progressed progress:
                Apply(run, progress);
                break;
            case LogWritten log:
                context.Logs.Add(Log(run, log.Time, log.Level, log.Message));
                break;
            case CheckpointSaved saved:
                return UpsertAsync(context, run, "checkpoint", saved.Name, saved.Path, "", saved.Epoch, saved.Bytes, cancel);
            case ArtifactWritten written:
                var name = Path.GetFileName(written.Path);
                return UpsertAsync(context, run, written.Kind, name, written.Path, written.Split, written.Epoch, Bytes(run.Id, written.Path), cancel);
            case RunEnded ended:
                run.ProgressAt = ended.Time;
                return EndAsync(context, run, attempt, ended, cancel);
        }
        return Task.CompletedTask;
    }

    private static void Apply(RunRow run, Progressed progress)
    {
        (run.Phase, run.Epoch, run.Epochs) = (progress.Phase, progress.Epoch, progress.Epochs);
        (run.Step, run.Steps) = (progress.Step, progress.Steps);
        (run.SamplesPerSecond, run.SecondsLeft, run.ProgressAt) = (Finite(progress.SamplesPerSecond) ?? 0, Finite(progress.SecondsLeft), progress.Time);
    }

    private static async Task UpsertAsync(
        LsKdContext context, RunRow run, string kind, string name, string path, string split, int epoch, long bytes, CancellationToken cancel)
    {
        var row = await context.Artifacts.FindAsync([run.Key, path], cancel);
        if (row is null)
            context.Artifacts.Add(row = new ArtifactRow { RunKey = run.Key, Path = path });
        (row.Kind, row.Name, row.Split, row.Epoch, row.Bytes) = (kind, name, split, epoch, bytes);
    }

    // A cluster chooses the GPUs; only the worker sees which.
    private static async Task PlaceAsync(LsKdContext context, RunRow run, int attempt, RunEnvironment environment, CancellationToken cancel)
    {
        if (environment.VisibleGpus.Length > 0 && await context.Attempts.FindAsync([run.Key, attempt], cancel) is { } row)
            row.Device = $"cuda:{environment.VisibleGpus}";
    }

    private static async Task EndAsync(LsKdContext context, RunRow run, int attempt, RunEnded ended, CancellationToken cancel)
    {
        if (await context.Attempts.FindAsync([run.Key, attempt], cancel) is not { Ended: null } row)
            return;
        row.Outcome = ended.State.ToString().ToLowerInvariant();
        row.Reason = ended.Reason;
    }

    private long Bytes(string id, string path)
    {
        var file = new FileInfo(Path.Combine(folders.Of(id).Root, path));
        return file.Exists ? file.Length : 0;
    }

    private static LogRow Log(RunRow run, DateTimeOffset time, string level, string message) =>
        new() { RunKey = run.Key, Time = time, Level = level, Message = message };

    private static double? Finite(double? value) => value is { } v && double.IsFinite(v) ? v : null;
}
