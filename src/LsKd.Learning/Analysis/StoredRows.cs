using System.Runtime.InteropServices;
using System.Text.Json;
using LsKd.Core.Arrays;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Analysis;

/// <summary>Collects the features and logits of chosen samples as they stream by, and writes them.</summary>
internal sealed class StoredRows(int[] positions, int dimension, int classes)
{
    private readonly HashSet<int> wanted = [.. positions];
    private readonly List<float> features = new(positions.Length * dimension), logits = new(positions.Length * classes);
    private readonly List<long> labels = [], kept = [];

    public int Count => labels.Count;

    public void Add(AnalysisBatch batch)
    {
        using var scope = NewDisposeScope();
        var rows = Enumerable.Range(0, batch.Positions.Count).Where(i => wanted.Contains(batch.Positions[i])).ToArray();
        if (rows.Length == 0)
            return;
        var index = tensor(rows.Select(i => (long)i).ToArray());
        features.AddRange(batch.Features.index_select(0, index).to(ScalarType.Float32).data<float>().ToArray());
        logits.AddRange(batch.Logits.index_select(0, index).to(ScalarType.Float32).data<float>().ToArray());
        labels.AddRange(batch.Labels.index_select(0, index).data<long>().ToArray());
        kept.AddRange(rows.Select(i => (long)batch.Positions[i]));
    }

    /// <summary>Writes features, logits, labels and sample ids, and the matrices that a report with many classes leaves out.</summary>
    public void Write(string path, IReadOnlyList<long> sampleIds, AnalysisOptions options, AnalysisAccumulator accumulator)
    {
        var tensors = new List<(string, string, long[], ReadOnlyMemory<byte>)>
        {
            ("features", "F32", [Count, dimension], Bytes(features)),
            ("logits", "F32", [Count, classes], Bytes(logits)),
            ("labels", "I64", [Count], Bytes(labels)),
            ("sample_ids", "I64", [Count], Bytes([.. kept.Select(p => sampleIds[(int)p])])),
        };
        if (classes > options.MatrixClasses)
        {
            tensors.Add(("soft_label_by_class", "F32", [classes, classes], Bytes([.. accumulator.SoftLabels()])));
            tensors.Add(("confusion", "I32", [classes, classes], Bytes([.. accumulator.Confusion()])));
        }
        SafeTensorsFile.Write(path, tensors, Metadata(options));
    }

    private static Dictionary<string, string> Metadata(AnalysisOptions options) => new()
    {
        ["class_names"] = JsonSerializer.Serialize(options.ClassNames),
        ["split"] = options.Split,
        ["epoch"] = options.Epoch?.ToString() ?? "",
    };

    private static byte[] Bytes<T>(List<T> values) where T : unmanaged => MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(values)).ToArray();
}
