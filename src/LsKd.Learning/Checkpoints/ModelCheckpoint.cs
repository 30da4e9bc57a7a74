using System.Text.Json;
using LsKd.Core.Arrays;
using LsKd.Core.Specs;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Checkpoints;

/// <summary>What a checkpoint says of itself in its metadata.</summary>
/// <param name="Spec">The run's spec.</param>
/// <param name="ClassNames">Class names, by label.</param>
/// <param name="Epoch">Epochs trained.</param>
/// <param name="Metrics">Validation metrics of these weights, by tag.</param>
public sealed record CheckpointInfo(
    RunSpec Spec, IReadOnlyList<string> ClassNames, int Epoch, IReadOnlyDictionary<string, double> Metrics);

/// <summary>
/// A network's weights and buffers under their PyTorch names in one safetensors file, with the metadata <c>spec</c>,
/// <c>class_names</c>, <c>epoch</c> and <c>metrics</c> (JSON). Readable with <c>safetensors.torch.load_file</c>.
/// </summary>
public static class ModelCheckpoint
{
    /// <summary>Writes the file, whole or not at all, and returns its size in bytes.</summary>
    public static long Write(string path, IEnumerable<KeyValuePair<string, Tensor>> weights, CheckpointInfo info)
    {
        TensorFiles.Write(path, weights, new Dictionary<string, string>
        {
            ["format"] = "pt",
            ["spec"] = JsonSerializer.Serialize(info.Spec, SpecJson.Options),
            ["class_names"] = JsonSerializer.Serialize(info.ClassNames, SpecJson.Options),
            ["epoch"] = info.Epoch.ToString(),
            ["metrics"] = JsonSerializer.Serialize(info.Metrics, SpecJson.Options),
        });
        return new FileInfo(path).Length;
    }

    /// <summary>Loads a checkpoint's weights into a network of the same architecture.</summary>
    /// <exception cref="InvalidDataException">The file is torn, or lacks a tensor, or one has another shape.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static void Load(string path, nn.Module network) =>
        TensorFiles.CopyInto(SafeTensorsFile.Open(path), network.state_dict());

    /// <summary>Reads what a checkpoint says of itself.</summary>
    /// <exception cref="InvalidDataException">The file is torn, or was not written by this product.</exception>
    public static CheckpointInfo ReadInfo(string path)
    {
        var metadata = SafeTensorsFile.Open(path).Metadata;
        if (!metadata.TryGetValue("spec", out var spec))
            throw new InvalidDataException($"'{path}' says nothing of the run it comes from");
        return new CheckpointInfo(
            SpecJson.Read(spec),
            Parse<string[]>(metadata, "class_names") ?? [],
            Parse<int>(metadata, "epoch"),
            Parse<Dictionary<string, double>>(metadata, "metrics") ?? []);
    }

    private static T? Parse<T>(IReadOnlyDictionary<string, string> metadata, string key) =>
        metadata.TryGetValue(key, out var json) ? JsonSerializer.Deserialize<T>(json, SpecJson.Options) : default;
}
