using LsKd.Core.Arrays;
using LsKd.Learning.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Models.Import;

/// <summary>How a file's tensors fit a network.</summary>
/// <param name="Missing">Tensors of the network that the file lacks.</param>
/// <param name="Unexpected">Tensors of the file that the network lacks.</param>
/// <param name="MisShaped">Tensors of another shape: name, shape in the file, shape in the network.</param>
/// <param name="HeadKept">Whether the last layer was left as it was, because the file's has other classes.</param>
public sealed record WeightFit(
    IReadOnlyList<string> Missing, IReadOnlyList<string> Unexpected, IReadOnlyList<string> MisShaped, bool HeadKept)
{
    private const int Shown = 8;

    /// <summary>Whether every tensor has its place.</summary>
    public bool IsWhole => Missing.Count + Unexpected.Count + MisShaped.Count == 0;

    /// <inheritdoc/>
    public override string ToString() =>
        string.Join("; ", Part("missing", Missing).Concat(Part("unexpected", Unexpected)).Concat(Part("of another shape", MisShaped)));

    private static IEnumerable<string> Part(string what, IReadOnlyList<string> names)
    {
        if (names.Count > 0)
            yield return $"{names.Count} {what}: {string.Join(", ", names.Take(Shown))}{(names.Count > Shown ? " ..." : "")}";
    }
}

/// <summary>
/// Loads weights that others trained (torchvision's, timm's or our own safetensors files) through a name map. A file that does
/// not fit wholly is refused, so that no network is half somebody else's.
/// </summary>
public static class WeightImport
{
    private const string Counter = "num_batches_tracked";

    /// <summary>Loads every tensor, the last layer included.</summary>
    /// <exception cref="InvalidDataException">The file is torn or does not fit; the message lists what is missing, unexpected or of another shape.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static WeightFit Load(ImageModel model, string path) => Load(model, path, headMayDiffer: false);

    /// <summary>Loads a start for training: where the file knows other classes, the last layer stays as it is.</summary>
    /// <exception cref="InvalidDataException">The file is torn or does not fit; the message lists what is missing, unexpected or of another shape.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static WeightFit Start(ImageModel model, string path) => Load(model, path, headMayDiffer: true);

    private static WeightFit Load(ImageModel model, string path, bool headMayDiffer)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var file = SafeTensorsFile.Open(path);
        var targets = model.state_dict();
        var sources = file.Tensors.Values.ToDictionary(t => t, t => WeightNames.Map(t.Name, targets.ContainsKey));
        var head = headMayDiffer && HasOtherClasses(model, sources, targets) ? HeadNames(model, targets) : [];
        var fit = Judge(sources, targets, head);
        if (!fit.IsWhole)
            throw new InvalidDataException($"'{path}' does not fit this {model.GetName()} network; {fit}");
        foreach (var (source, name) in sources)
            if (targets.TryGetValue(name, out var target) && !head.Contains(name))
                target.copy_(TensorFiles.Read(file, source.Name).reshape(target.shape));
        return fit;
    }

    private static WeightFit Judge(
        Dictionary<TensorEntry, string> sources, Dictionary<string, Tensor> targets, HashSet<string> head) => new(
        [.. targets.Keys.Except(sources.Values).Where(name => !head.Contains(name) && !IsCounter(name))],
        [.. sources.Where(s => !targets.ContainsKey(s.Value) && !IsCounter(s.Value)).Select(s => s.Key.Name)],
        [.. sources.Where(s => targets.TryGetValue(s.Value, out var target) && !head.Contains(s.Value) && !Fits(s.Key, target))
            .Select(s => $"{s.Key.Name} {Text(s.Key.Shape)} for {Text(targets[s.Value].shape)}")],
        head.Count > 0);

    // timm keeps VGG's linear layers as convolutions: the same numbers in the same order under a longer shape.
    private static bool Fits(TensorEntry source, Tensor target)
    {
        var theirs = source.Shape.Aggregate(1L, (a, d) => a * d);
        return source.Shape.SequenceEqual(target.shape)
            || (source.Shape.Count == 4 && target.dim() == 2 && source.Shape[0] == target.shape[0] && theirs == target.numel());
    }

    private static bool HasOtherClasses(ImageModel model, Dictionary<TensorEntry, string> sources, Dictionary<string, Tensor> targets)
    {
        var weight = targets.First(t => t.Value.Handle == model.Head.weight.Handle).Key;
        return sources.FirstOrDefault(s => s.Value == weight).Key is not { } source || source.Shape[0] != model.Head.weight.shape[0];
    }

    private static HashSet<string> HeadNames(ImageModel model, Dictionary<string, Tensor> targets) =>
        [.. targets.Where(t => t.Value.Handle == model.Head.weight.Handle || t.Value.Handle == model.Head.bias!.Handle).Select(t => t.Key)];

    private static bool IsCounter(string name) => name.EndsWith(Counter, StringComparison.Ordinal);

    private static string Text(IEnumerable<long> shape) => $"[{string.Join(", ", shape)}]";
}
