using System.Diagnostics;
using System.Text.Json;
using LsKd.Core.Events;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Learning.Training.Events;
using LsKd.Learning.Training.Memory;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Training;

/// <summary>One attempt at a run, from its spec to its result.</summary>
internal sealed class WorkerRun(
    RunFolder folder, int attempt, WorkerOptions options, EventWriter events, Progress progress, CancellationToken stopping)
{
    /// <summary>Writes the result, whole or not at all.</summary>
    public static void WriteResult(RunFolder folder, RunResult result) =>
        WholeFile.WriteText(folder.ResultFile, JsonSerializer.Serialize(result, SpecJson.Indented));

    /// <summary>Runs to an exit code of <see cref="WorkerExit"/>.</summary>
    public int Execute()
    {
        // The result of an earlier attempt that failed is no longer the run's.
        RunFence.Commit(folder.ResultFile, () => File.Delete(folder.ResultFile));
        foreach (var unfinished in Directory.EnumerateFiles(folder.Root, "*" + WholeFile.Unfinished, SearchOption.AllDirectories))
            File.Delete(unfinished);
        var spec = SpecJson.Read(File.ReadAllText(folder.SpecFile));
        var threads = options.Threads > 0 ? options.Threads : spec.Resources.Threads > 0 ? spec.Resources.Threads : Environment.ProcessorCount;
        set_num_threads(threads);
        var device = DeviceChoice.Of(spec.Training.Device);
        var context = new TaskContext(device, folder, options.DataFolder, m => events.Log("warning", m));
        WorkerMemory.CheckAfterLoss(spec, attempt, context);
        using var task = TrainingTasks.Create(spec, context);
        using var loop = new TrainingLoop(spec, task, folder, events, progress, new StopSignal(folder, stopping));
        events.Write(new RunStarted(attempt, WorkerRecord.Of(spec, task, device, threads), loop.Position.Epoch));
        events.Log("info", Beginning(loop.Position, device, threads));
        if (spec.Task is not RunTask.Imported && task.SplitSizes.GetValueOrDefault(Split.Validation.Key()) == 0)
            events.Log("warning", "there is no validation split to choose the best weights by: the last ones are the result");
        return loop.Run() is { } reason ? Stopped(reason, loop) : Finished(spec, task, loop);
    }

    private string Beginning(TrainingPosition position, Device device, int threads)
    {
        var how = position.Step == 0 ? "starts" : $"goes on from step {position.Step} in epoch {position.Epoch + 1}";
        return $"attempt {attempt} {how} on {device}, {threads} thread(s)";
    }

    private int Stopped(StopReason reason, TrainingLoop loop)
    {
        var (state, code) = reason switch
        {
            StopReason.Cancel => (RunState.Cancelled, WorkerExit.Held),
            StopReason.Pause => (RunState.Paused, WorkerExit.Held),
            _ => (RunState.Interrupted, WorkerExit.Interrupted),
        };
        var message = $"stopped on request after step {loop.Position.Step}; a checkpoint was written";
        if (state is RunState.Cancelled)
            WriteResult(folder, Result(state, message, loop, []));
        events.Log("info", message);
        events.Write(new RunEnded(state, message));
        return code;
    }

    private int Finished(RunSpec spec, ITrainingTask task, TrainingLoop loop)
    {
        loop.LoadResult();
        var test = loop.Evaluate(Split.Test);
        events.Log("info", $"evaluated on the test split with the weights of epoch {loop.Position.BestEpoch}");
        foreach (var (tag, value) in test)
            events.Write(new MetricLogged(tag, loop.Position.Step, loop.Position.Epoch, value));
        if (spec.Analysis.AtEnd)
        {
            progress.Enter("analysing", loop.Position.Step);
            task.Network.eval();
            task.Analyse(folder, null, events.Write);
        }
        var result = Result(RunState.Succeeded, "", loop, test);
        var warning = spec.Task is RunTask.Imported ? null : Divergence.Of(spec, Classes(spec, task), task.SplitSizes.GetValueOrDefault(Split.Test.Key()), result.Metrics);
        if (warning is not null)
            events.Log("warning", warning);
        WriteResult(folder, result with { Reason = warning ?? "" });
        events.Log("info", "finished");
        events.Write(new RunEnded(RunState.Succeeded, warning ?? ""));
        return WorkerExit.Success;
    }

    // Of a translation, the units of the vocabulary that was asked for.
    private static int Classes(RunSpec spec, ITrainingTask task) =>
        spec.Task is RunTask.Translation ? (spec.Translation ?? new()).VocabularySize : task.ClassNames.Count;

    private RunResult Result(RunState state, string reason, TrainingLoop loop, IEnumerable<KeyValuePair<string, double>> test)
    {
        using var process = Process.GetCurrentProcess();
        var position = loop.Position;
        return new RunResult
        {
            State = state,
            Reason = reason,
            Attempt = attempt,
            BestEpoch = position.BestEpoch,
            Epochs = position.Epoch,
            Seconds = loop.Seconds,
            PeakMemory = process.PeakWorkingSet64,
            Metrics = position.TrainMetrics.Concat(position.BestMetrics).Concat(test).ToDictionary(),
        };
    }
}
