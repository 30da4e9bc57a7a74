using System.Text.Json;
using LsKd.Core.Arrays;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Learning.Training;
using static TorchSharp.torch;

namespace LsKd.Learning.Checkpoints;

/// <summary>
/// Everything a run needs to continue bit for bit, in one file that appears whole or not at all: weights, averages, the optimiser's
/// tensors, and the position. The one before it is kept, in case the last is damaged.
/// </summary>
public static class TrainerState
{
    private const string PositionKey = "position", SpecKey = "spec_hash", StepsKey = "optimizer_steps";

    /// <summary>Writes the state; the previous file stays beside it.</summary>
    public static void Write(
        RunFolder folder, RunSpec spec, TrainingPosition position, long optimizerSteps, IEnumerable<KeyValuePair<string, Tensor>> tensors)
    {
        if (File.Exists(folder.TrainerState))
            RunFence.Commit(folder.TrainerState, () => File.Move(folder.TrainerState, Previous(folder), overwrite: true));
        TensorFiles.Write(folder.TrainerState, tensors, new Dictionary<string, string>
        {
            [PositionKey] = JsonSerializer.Serialize(position, SpecJson.Options),
            [SpecKey] = SpecJson.Hash(spec),
            [StepsKey] = optimizerSteps.ToString(),
        });
    }

    /// <summary>The newest whole state, or null when there is none.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="spec">The run's spec, which the state must belong to.</param>
    /// <param name="warn">Told of a damaged file that was passed over.</param>
    /// <exception cref="InvalidDataException">The state belongs to another spec.</exception>
    public static (SafeTensorsFile File, TrainingPosition Position, long OptimizerSteps)? Open(
        RunFolder folder, RunSpec spec, Action<string> warn)
    {
        foreach (var path in new[] { folder.TrainerState, Previous(folder) }.Where(File.Exists))
        {
            try
            {
                return Parse(path, spec);
            }
            catch (Exception e) when (e is DamagedStateException or JsonException)
            {
                warn($"the checkpoint '{Path.GetFileName(path)}' is damaged and was passed over: {e.Message}");
            }
        }
        return null;
    }

    private static (SafeTensorsFile, TrainingPosition, long) Parse(string path, RunSpec spec)
    {
        var file = OpenWhole(path);
        if (!file.Metadata.TryGetValue(PositionKey, out var position))
            throw new DamagedStateException($"'{path}' holds no position");
        if (file.Metadata.GetValueOrDefault(SpecKey) != SpecJson.Hash(spec))
            throw new InvalidDataException($"'{path}' was written under another spec than this run's; it cannot be continued");
        return (file, JsonSerializer.Deserialize<TrainingPosition>(position, SpecJson.Options)!,
            long.Parse(file.Metadata[StepsKey]));
    }

    private static SafeTensorsFile OpenWhole(string path)
    {
        try
        {
            return SafeTensorsFile.Open(path);
        }
        catch (InvalidDataException e)
        {
            throw new DamagedStateException(e.Message);
        }
    }

    private static string Previous(RunFolder folder) =>
        Path.Combine(folder.Checkpoints, "trainer.previous.safetensors");

    private sealed class DamagedStateException(string message) : Exception(message);
}
