using LsKd.Core.Arrays;
using LsKd.Core.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Checkpoints;

/// <summary>The mean of the weights of a run's last epochs, as is usual for translation models.</summary>
public static class CheckpointAverage
{
    /// <summary>Name of the averaged checkpoint.</summary>
    public const string Name = "average";

    /// <summary>Averages the checkpoints <c>epoch-N</c> of the last epochs into <see cref="Name"/>.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="lastEpoch">Epochs trained.</param>
    /// <param name="count">How many to average; fewer where fewer were trained.</param>
    /// <returns>The averaged checkpoint's path.</returns>
    public static string Write(RunFolder folder, int lastEpoch, int count)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var files = Enumerable.Range(lastEpoch - count + 1, count).Where(epoch => epoch > 0)
            .Select(epoch => SafeTensorsFile.Open(folder.Checkpoint($"epoch-{epoch}"))).ToList();
        var names = files[^1].Tensors.Keys;
        var means = names.Select(name => KeyValuePair.Create(name, Mean(files, name)));
        var path = folder.Checkpoint(Name);
        TensorFiles.Write(path, means, files[^1].Metadata);
        return path;
    }

    private static Tensor Mean(List<SafeTensorsFile> files, string name)
    {
        var tensors = files.Select(file => TensorFiles.Read(file, name)).ToList();
        // Counters, such as a normalisation's number of batches, have no mean: the newest stands.
        return tensors[^1].is_floating_point() ? stack(tensors).mean([0]) : tensors[^1];
    }
}
