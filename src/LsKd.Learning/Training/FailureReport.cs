using System.Text.RegularExpressions;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Learning.Training.Memory;

namespace LsKd.Learning.Training;

/// <summary>Says for people why a run failed and what may help.</summary>
internal static partial class FailureReport
{
    /// <summary>One paragraph on an error.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="error">The error.</param>
    /// <param name="onMemory">What to do about a lack of memory; takes a moment to find out.</param>
    public static string Describe(RunFolder folder, Exception error, Func<RunSpec, string> onMemory) => error switch
    {
        NonFiniteLossException e => Diverged(folder, e),
        _ when OutOfMemory.Is(error) => $"out of memory: {Advice(folder, onMemory)}. ({error.Message.Split('\n')[0]})",
        _ when FullDisk.Is(error) => $"the disk is full: {error.GetBaseException().Message}",
        _ => error.Message,
    };

    /// <summary>Whether an error says for itself what is wrong with the spec or with a file that it names.</summary>
    public static bool IsPlain(Exception error) => error
        is FileNotFoundException or DirectoryNotFoundException or Data.DatasetException or NonFiniteLossException
        || (error is ArgumentException && SpecField().IsMatch(error.Message));

    [GeneratedRegex(@"^\w+(\.\w+)+: ")]
    private static partial Regex SpecField();

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

    // Finding out runs steps, which may fail in their turn.
    private static string Advice(RunFolder folder, Func<RunSpec, string> onMemory)
    {
        var spec = ReadSpec(folder);
        try
        {
            return spec is null ? MemoryAdvice.Guess(null) : onMemory(spec);
        }
        catch (Exception e)
        {
            Console.Error.WriteLine($"which batch would fit could not be found out: {e}");
            return MemoryAdvice.Guess(spec);
        }
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
