using System.Text.Json;
using LsKd.Core.Arrays;

namespace LsKdWeb.Analyses;

/// <summary>The stored samples of one split: labels and ids in memory, features and logits on disk.</summary>
public sealed class SplitArrays
{
    private readonly Dictionary<long, int> rowOfId;

    private SplitArrays(SafeTensorsFile file, long[] labels, long[] ids, IReadOnlyList<string> names)
    {
        (File, Labels, SampleIds, ClassNames) = (file, labels, ids, names);
        rowOfId = new Dictionary<long, int>(ids.Length);
        for (var i = 0; i < ids.Length; i++)
            rowOfId[ids[i]] = i;
    }

    /// <summary>The file: tensors <c>features</c> [n, D], <c>logits</c> [n, K], <c>labels</c> [n], <c>sample_ids</c> [n].</summary>
    public SafeTensorsFile File { get; }

    /// <summary>True class of each sample.</summary>
    public IReadOnlyList<long> Labels { get; }

    /// <summary>Stable id of each sample within its data set.</summary>
    public IReadOnlyList<long> SampleIds { get; }

    /// <summary>Names of the classes; empty where the file has none.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Opens a file and reads its labels and ids.</summary>
    /// <exception cref="InvalidDataException">A tensor is missing or does not fit the others; the message names it.</exception>
    public static SplitArrays Open(string path)
    {
        var file = SafeTensorsFile.Open(path);
        var (rows, _) = TensorRows.Shape(file, "features");
        var labels = Whole(file, "labels", rows);
        var ids = file.Tensors.ContainsKey("sample_ids") ? Whole(file, "sample_ids", rows) : [.. Enumerable.Range(0, rows).Select(i => (long)i)];
        return new SplitArrays(file, labels, ids, Names(file));
    }

    /// <summary>Position of a sample, or null where it is not among the stored ones.</summary>
    public int? RowOf(long sampleId) => rowOfId.TryGetValue(sampleId, out var row) ? row : null;

    /// <summary>Probabilities (softmax of the stored logits) of one sample, [K].</summary>
    /// <exception cref="InvalidDataException">No logits are stored.</exception>
    public double[] Probabilities(int row)
    {
        var logits = new List<double>();
        TensorRows.ForEach(File, "logits", row, 1, (_, values) =>
        {
            foreach (var v in values)
                logits.Add(v);
        });
        return Softmax.Of([.. logits]);
    }

    private static long[] Whole(SafeTensorsFile file, string name, int rows)
    {
        if (!file.Tensors.ContainsKey(name))
            throw new InvalidDataException($"'{file.Path}' holds no tensor '{name}'.");
        var values = file.ReadIntegers(name);
        return values.Length == rows
            ? values
            : throw new InvalidDataException($"Tensor '{name}' of '{file.Path}' has {values.Length} entries, 'features' has {rows} rows.");
    }

    private static IReadOnlyList<string> Names(SafeTensorsFile file) =>
        file.Metadata.TryGetValue("class_names", out var json) ? JsonSerializer.Deserialize<List<string>>(json) ?? [] : [];
}
