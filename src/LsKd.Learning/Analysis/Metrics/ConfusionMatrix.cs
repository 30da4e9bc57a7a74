namespace LsKd.Learning.Analysis.Metrics;

/// <summary>Counts of true class (row) against predicted class (column).</summary>
public sealed class ConfusionMatrix(int classes)
{
    private readonly int[] cells = new int[(long)classes * classes];

    /// <summary>Counts, by true and predicted class.</summary>
    public int this[int truth, int prediction] => cells[(long)truth * classes + prediction];

    /// <summary>All counts, row by row.</summary>
    public int[] Cells => cells;

    /// <summary>Counts samples.</summary>
    public void Add(ReadOnlySpan<long> labels, ReadOnlySpan<long> predictions)
    {
        for (var i = 0; i < labels.Length; i++)
            cells[labels[i] * classes + predictions[i]]++;
    }

    /// <summary>Samples by true class.</summary>
    public int[] Counts() => [.. Enumerable.Range(0, classes).Select(k => cells.AsSpan(k * classes, classes).ToArray().Sum())];

    /// <summary>Accuracy by true class; null where a class is absent.</summary>
    public double?[] AccuracyByClass() =>
        [.. Counts().Select((n, k) => n == 0 ? (double?)null : this[k, k] / (double)n)];

    /// <summary>The rows as lists.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Rows() =>
        [.. Enumerable.Range(0, classes).Select(k => (IReadOnlyList<int>)cells.AsSpan(k * classes, classes).ToArray())];
}
