using System.Text.Json;
using LsKd.Core.Arrays;
using LsKd.Core.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Analysis;

/// <summary>
/// A network's outputs as a user brings them, in one safetensors file: <c>features</c> [N, D], <c>weights</c> [K, D], <c>bias</c> [K],
/// <c>labels</c> [N], optionally <c>logits</c> [N, K] (else features times weights plus bias) and <c>student_logits</c> [N, K];
/// metadata <c>class_names</c> and <c>triple</c> as JSON lists. Rows are read as they are needed.
/// </summary>
public sealed class BundleFile : ILabelledSource, IDisposable
{
    private const int BatchBytes = 16 << 20;

    private readonly SafeTensorsFile file;
    private readonly long[] labels;
    private readonly Tensor templates, bias;

    private BundleFile(SafeTensorsFile file)
    {
        this.file = file;
        var (count, dimension) = (Shape("features", 2)[0], file.Tensors["features"].Shape[1]);
        var classes = Shape("weights", 2)[0];
        Require("weights", classes, dimension);
        Require("bias", classes);
        Require("labels", count);
        foreach (var name in (string[])["logits", "student_logits"])
            if (file.Tensors.ContainsKey(name))
                Require(name, count, classes);
        if (count is < 1 or > int.MaxValue)
            throw new InvalidDataException($"tensor 'features' of '{file.Path}' has {count} rows");
        labels = ReadLabels(classes);
        Count = (int)count;
        ClassNames = List("class_names", (int)classes);
        Split = SplitOf(file.Metadata.GetValueOrDefault("split", "test"));
        Triple = TripleOf(List("triple", 3));
        templates = Rows("weights", 0, (int)classes).DetachFromDisposeScope();
        bias = Rows("bias", 0, (int)classes).DetachFromDisposeScope();
        Head = new NetworkHead(templates, bias);
    }

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public bool IsCheapToRepeat => true;

    /// <summary>The last layer.</summary>
    public NetworkHead Head { get; }

    /// <summary>Class names of the metadata; empty where there are none.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The metadata's triple as class indices; empty where there is none.</summary>
    public IReadOnlyList<int> Triple { get; }

    /// <summary>The metadata's split: <c>train</c>, <c>validation</c> or <c>test</c>; <c>test</c> where there is none.</summary>
    public Split Split { get; }

    IReadOnlyList<int> ILabelledSource.Labels => [.. labels.Select(l => (int)l)];

    // A bundle names no samples: its rows number them.
    IReadOnlyList<long> ILabelledSource.SampleIds => [.. Enumerable.Range(0, Count).Select(i => (long)i)];

    /// <summary>Whether a file is a bundle rather than a network's weights.</summary>
    /// <exception cref="InvalidDataException">It is no whole safetensors file.</exception>
    public static bool IsBundle(string? path) =>
        File.Exists(path) && SafeTensorsFile.Open(path).Tensors is var tensors && tensors.ContainsKey("features") && tensors.ContainsKey("labels");

    /// <summary>Opens and checks a bundle.</summary>
    /// <exception cref="InvalidDataException">It is torn, lacks a tensor, or a shape, type, label or weight is wrong; the message names the tensor.</exception>
    public static BundleFile Open(string path) => new(SafeTensorsFile.Open(path));

    /// <inheritdoc/>
    public IEnumerable<AnalysisBatch> Batches()
    {
        foreach (var (start, count) in Ranges())
            yield return Batch(start, count);
    }

    /// <inheritdoc/>
    public IEnumerable<(Tensor Logits, Tensor Labels)> LogitBatches()
    {
        foreach (var (start, count) in Ranges())
        {
            using var scope = NewDisposeScope();
            yield return (Logits(start, count, features: null), LabelsOf(start, count));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Head.Dispose();
        templates.Dispose();
        bias.Dispose();
    }

    private AnalysisBatch Batch(int start, int count)
    {
        using var scope = NewDisposeScope();
        var features = Rows("features", start, count);
        var student = file.Tensors.ContainsKey("student_logits") ? Rows("student_logits", start, count) : null;
        return new(
            features.MoveToOuterDisposeScope(),
            Logits(start, count, features).MoveToOuterDisposeScope(),
            LabelsOf(start, count).MoveToOuterDisposeScope())
        {
            PartnerLogits = student?.MoveToOuterDisposeScope(),
            Positions = [.. Enumerable.Range(start, count)],
        };
    }

    private Tensor Logits(int start, int count, Tensor? features)
    {
        if (file.Tensors.ContainsKey("logits"))
            return Rows("logits", start, count);
        features ??= Rows("features", start, count);
        return features.matmul(templates.to(features.dtype).t()) + bias.to(features.dtype);
    }

    private Tensor LabelsOf(int start, int count) => tensor(labels.AsSpan(start, count).ToArray());

    private IEnumerable<(int Start, int Count)> Ranges()
    {
        var columns = Math.Max(Head.Dimension, Head.Classes);
        var rows = Math.Clamp(BatchBytes / 8 / columns, 1, 4096);
        for (var start = 0; start < Count; start += rows)
            yield return (start, Math.Min(rows, Count - start));
    }

    /// <summary>Rows of a tensor: float64 where it is stored so, else float32.</summary>
    private Tensor Rows(string name, int start, int count)
    {
        var entry = file.Tensors[name];
        var rowBytes = entry.Bytes / entry.Shape[0];
        long[] shape = [count, .. entry.Shape.Skip(1)];
        using var scope = NewDisposeScope();
        var stored = empty(shape, TypeOf(entry));
        file.ReadInto(name, start * rowBytes, stored.bytes);
        var rows = stored.dtype == ScalarType.Float64 ? stored : stored.to(ScalarType.Float32);
        return rows.MoveToOuterDisposeScope();
    }

    private ScalarType TypeOf(TensorEntry entry) => entry.Type switch
    {
        "F64" => ScalarType.Float64,
        "F32" => ScalarType.Float32,
        "F16" => ScalarType.Float16,
        "BF16" => ScalarType.BFloat16,
        _ => throw new InvalidDataException($"tensor '{entry.Name}' of '{file.Path}' has type {entry.Type}; F16, BF16, F32 or F64 is needed"),
    };

    private long[] ReadLabels(long classes)
    {
        var entry = file.Tensors["labels"];
        if (entry.Type is not ("I32" or "I64"))
            throw new InvalidDataException($"tensor 'labels' of '{file.Path}' has type {entry.Type}; I32 or I64 is needed");
        var values = file.ReadIntegers("labels");
        var wrong = Array.FindIndex(values, v => v < 0 || v >= classes);
        return wrong < 0 ? values : throw new InvalidDataException(
            $"tensor 'labels' of '{file.Path}' holds {values[wrong]} at row {wrong}; a label is from 0 to {classes - 1}");
    }

    private IReadOnlyList<long> Shape(string name, int dimensions)
    {
        if (!file.Tensors.TryGetValue(name, out var entry))
            throw new InvalidDataException($"'{file.Path}' holds no tensor '{name}'");
        if (entry.Shape.Count != dimensions)
            throw new InvalidDataException($"tensor '{name}' of '{file.Path}' has {entry.Shape.Count} dimensions, {dimensions} are needed");
        return entry.Shape;
    }

    private void Require(string name, params long[] shape)
    {
        if (!Shape(name, shape.Length).SequenceEqual(shape))
            throw new InvalidDataException(
                $"tensor '{name}' of '{file.Path}' has shape [{string.Join(", ", file.Tensors[name].Shape)}], [{string.Join(", ", shape)}] is needed");
        if (name != "labels")
            TypeOf(file.Tensors[name]);
    }

    private IReadOnlyList<string> List(string key, int length)
    {
        if (!file.Metadata.TryGetValue(key, out var text))
            return [];
        try
        {
            var list = JsonSerializer.Deserialize<string[]>(text) ?? [];
            return list.Length == length ? list : throw new JsonException($"it has {list.Length} entries, {length} are needed");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"metadata '{key}' of '{file.Path}' is not a JSON list of {length} names: {e.Message}", e);
        }
    }

    private Split SplitOf(string name) => Enum.GetValues<Split>().Cast<Split?>().FirstOrDefault(s => s!.Value.Key() == name)
        ?? throw new InvalidDataException($"metadata 'split' of '{file.Path}' is '{name}', not 'train', 'validation' or 'test'");

    private int[] TripleOf(IReadOnlyList<string> names) => [.. names.Select(n =>
        ClassNames.ToList().IndexOf(n) is var k and >= 0 ? k
            : throw new InvalidDataException($"metadata 'triple' of '{file.Path}' names '{n}', which 'class_names' does not hold"))];
}
