using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using LsKd.Core.Events;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Learning.Training.Events;
using LsKd.Learning.Training.Memory;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Training;

/// <summary>
/// Executes a run in this process: reads its spec, trains, writes events, checkpoints, analysis and the result. Whatever goes wrong
/// ends in an event, a result and an exit code.
/// </summary>
public static class RunWorker
{
    /// <summary>Executes one attempt.</summary>
    /// <param name="folder">The run's folder, with its <c>spec.json</c>.</param>
    /// <param name="attempt">Number of the attempt, from 1; decides the event log.</param>
    /// <param name="options">Threads, data folder, and a way to ask for a stop.</param>
    /// <returns>A code of <see cref="WorkerExit"/>.</returns>
    public static int Execute(RunFolder folder, int attempt, WorkerOptions options)
    {
        try
        {
            using var fence = RunFence.Claim(folder, attempt);
            return Attempt(folder, attempt, options);
        }
        catch (SupersededException e)
        {
            Console.Error.WriteLine($"{e.Message}.");
            return WorkerExit.Superseded;
        }
    }

    private static int Attempt(RunFolder folder, int attempt, WorkerOptions options)
    {
        using var events = new EventWriter(folder.EventLog(attempt), echo: Console.Error);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(options.Stop);
        using var terminated = OnTermination(stopping);
        var progress = new Progress();
        using var heartbeat = new Heartbeat(events, progress);
        try
        {
            return new WorkerRun(folder, attempt, options, events, progress, stopping.Token).Execute();
        }
        catch (Exception e) when (e is not SupersededException)
        {
            return Fail(folder, attempt, events, e, spec => WorkerMemory.Advice(spec, folder, options));
        }
    }

    private static PosixSignalRegistration OnTermination(CancellationTokenSource stopping) =>
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            stopping.Cancel();
        });

    private static int Fail(RunFolder folder, int attempt, EventWriter events, Exception error, Func<RunSpec, string> onMemory)
    {
        var reason = FailureReport.Describe(folder, error, onMemory);
        // A full disk is no fault of the run's: it goes on where it was once there is room.
        var full = FullDisk.Is(error);
        // What the user can mend is said in the log by its reason alone; the place in the code is for defects.
        if (!FailureReport.IsPlain(error))
            Tell($"{error}");
        try
        {
            events.Log("error", reason);
            if (!full)
                WorkerRun.WriteResult(folder, new RunResult { State = RunState.Failed, Reason = reason, Attempt = attempt });
            events.Write(new RunEnded(full ? RunState.Interrupted : RunState.Failed, reason));
        }
        catch (IOException e)
        {
            Tell($"and the failure could not be recorded: {e.Message}");
        }
        return full ? WorkerExit.NoRoom : WorkerExit.Failed;
    }

    // Standard error is a file of the run's folder, on the same disk.
    private static void Tell(string line)
    {
        try
        {
            Console.Error.WriteLine(line);
        }
        catch (IOException)
        {
            // The exit code says it.
        }
    }
}
