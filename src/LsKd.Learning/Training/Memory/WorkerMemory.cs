using System.Text.Json;
using LsKd.Core.Events;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Training.Memory;

/// <summary>A worker's questions about memory: after it ran out, and before it walks into the same wall again.</summary>
internal static class WorkerMemory
{
    /// <summary>What to do after a run was short of memory.</summary>
    public static string Advice(RunSpec spec, RunFolder folder, WorkerOptions options) => spec.Task is RunTask.Imported
        ? MemoryAdvice.Guess(spec)
        : After(spec, new TaskContext(DeviceChoice.Of(spec.Training.Device), folder, options.DataFolder, _ => { }));

    /// <summary>
    /// Where the last attempt's worker vanished without a word, as one does that the kernel kills for memory: measures small steps and
    /// refuses to start when a whole one needs more than there is.
    /// </summary>
    /// <exception cref="InvalidOperationException">It does not fit; the message says what would.</exception>
    public static void CheckAfterLoss(RunSpec spec, int attempt, TaskContext context)
    {
        if (spec.Task is RunTask.Imported || context.Device.type is not DeviceType.CPU || !WasLost(context.Folder, attempt - 1)
            || LinuxMemory.OfThisMachine() is not { } meter)
            return;
        var probe = new BatchProbe(spec, context);
        if (BatchFit.Measure(meter, probe.Size, probe.Step) is { } fit && fit.Needs(probe.Size) > fit.Limit)
            throw new InvalidOperationException(
                $"the worker of attempt {attempt - 1} vanished, most likely for want of memory: {MemoryAdvice.Measured(probe.Field, probe.Unit, probe.Size, fit)}");
    }

    private static string After(RunSpec spec, TaskContext context) =>
        MemoryAdvice.After(new BatchProbe(spec, context), context.Device.type, LinuxMemory.OfThisMachine());

    private static bool WasLost(RunFolder folder, int attempt) =>
        attempt > 0 && File.Exists(folder.EventLog(attempt)) && Last(folder.EventLog(attempt)) is not RunEnded;

    // The last line may be torn: then it is no end.
    private static RunEvent? Last(string log)
    {
        try
        {
            return Tail(log).TrimEnd('\n').Split('\n')[^1] is { Length: > 0 } line ? JsonSerializer.Deserialize<RunEvent>(line, SpecJson.Options) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // A log may be long, or stand on something that has no end.
    private static string Tail(string log)
    {
        using var stream = new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[(int)Math.Min(stream.Length, 1 << 16)];
        stream.Seek(-bytes.Length, SeekOrigin.End);
        return System.Text.Encoding.UTF8.GetString(bytes, 0, stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
    }
}
