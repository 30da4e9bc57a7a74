using LsKd.Core.Runs;
using LsKd.Core.Specs;

namespace LsKd.Learning.Training;

/// <summary>Says for people why a run failed and what may help.</summary>
internal static class FailureReport
{
    private static readonly string[] MemoryWords =
        ["out of memory", "not enough memory", "can't allocate memory", "bad_alloc", "cannot allocate memory"];

    /// <summary>One paragraph on an error.</summary>
    public static string Describe(RunFolder folder, Exception error) => error switch
    {
        NonFiniteLossException e => Diverged(folder, e),
        OutOfMemoryException => OutOfMemory(folder, error),
        _ when MemoryWords.Any(w => error.Message.Contains(w, StringComparison.OrdinalIgnoreCase)) => OutOfMemory(folder, error),
        IOException { HResult: 28 } or IOException { HResult: unchecked((int)0x80070070) } => $"the disk is full: {error.Message}",
        _ => error.Message,
    };

    private static string Diverged(RunFolder folder, NonFiniteLossException error)
    {
        var training = ReadSpec(folder)?.Training ?? new();
        var checkpoint = File.Exists(folder.Checkpoint("last")) ? "the last good checkpoint is checkpoints/last.safetensors" : "there is no checkpoint before it";
        return $"{error.Message}; {checkpoint}. Likely causes: {string.Join("; ", Causes(training))}.";
    }

    private static IEnumerable<string> Causes(TrainingSpec training)
    {
        yield return $"a learning rate of {training.Optimizer.LearningRate} too high for batches of {training.BatchSize}";
        if (training.Schedule is { WarmupEpochs: 0, WarmupSteps: 0 })
            yield return "no warm-up";
        if (training.ClipNorm is null)
            yield return "no gradient clipping";
        if (training.Precision is Precision.BFloat16)
            yield return "bfloat16 precision";
        yield return "values that are not numbers in the data or in the loaded weights";
    }

    private static string OutOfMemory(RunFolder folder, Exception error)
    {
        var batch = ReadSpec(folder)?.Training.BatchSize ?? 0;
        var advice = batch > 1 ? $"try training.batchSize {Math.Max(1, batch / 2)} instead of {batch}" : "the network is too large for this device";
        return $"out of memory: {advice}. ({error.Message.Split('\n')[0]})";
    }

    private static RunSpec? ReadSpec(RunFolder folder)
    {
        try
        {
            return SpecJson.Read(File.ReadAllText(folder.SpecFile));
        }
        catch (Exception e) when (e is IOException or System.Text.Json.JsonException)
        {
            return null;
        }
    }
}
