using System.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Analysis.Metrics;

/// <summary>Probabilities sorted downwards per sample, averaged over the samples.</summary>
internal sealed class SortedProfile(int classes)
{
    private readonly double[] sums = new double[classes];
    private int count;

    public void Add(BatchView batch)
    {
        count += batch.Count;
        if (batch.Probabilities.dtype == ScalarType.Float32)
            AddRows(batch.Probabilities.data<float>().ToArray(), () => new PositiveFloatSort(classes).Sort);
        else
            AddRows(batch.Probabilities.data<double>().ToArray(), () => row => row.Sort());
    }

    /// <summary>[K], adding up to 1.</summary>
    public double[] Means() => [.. sums.Select(s => s / count)];

    private delegate void RowSort<T>(Span<T> row);

    /// <summary>Sorts and sums rows, in as many parts as there are threads; parts are added up in order, so that the sum is always the same.</summary>
    private void AddRows<T>(T[] values, Func<RowSort<T>> sorter) where T : unmanaged, INumber<T>
    {
        var (rows, parts) = (values.Length / classes, Math.Max(1, get_num_threads()));
        var partial = new double[parts][];
        Parallel.For(0, parts, new() { MaxDegreeOfParallelism = parts }, part =>
        {
            partial[part] = new double[classes];
            var sort = sorter();
            for (var i = rows * part / parts; i < rows * (part + 1) / parts; i++)
                AddRow(values.AsSpan(i * classes, classes), sort, partial[part]);
        });
        for (var k = 0; k < classes; k++)
            sums[k] += partial.Sum(p => p[k]);
    }

    private static void AddRow<T>(Span<T> row, RowSort<T> sort, double[] into) where T : unmanaged, INumber<T>
    {
        sort(row);
        for (var k = 0; k < row.Length; k++)
            into[row.Length - 1 - k] += double.CreateTruncating(row[k]);
    }
}
