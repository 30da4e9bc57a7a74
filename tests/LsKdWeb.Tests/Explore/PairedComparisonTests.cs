using System.Runtime.InteropServices;
using LsKd.Core.Arrays;
using LsKdWeb.Analyses;

namespace LsKdWeb.Tests.Explore;

public sealed class PairedComparisonTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lskd-paired-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Only_shared_samples_count_and_the_order_of_storing_plays_no_part()
    {
        // Samples 1 to 4 are shared; the first network has 1 and 2 right, the second 1, 2 and 3.
        var first = Write("a", [9, 1, 2, 3, 4], [0, 0, 1, 0, 1], [0, 0, 1, 1, 0]);
        var second = Write("b", [4, 3, 2, 1, 8], [1, 0, 1, 0, 0], [0, 0, 1, 0, 0]);
        var pair = PairedComparison.Of(first, second)!;
        Assert.Equal((4, 0, 1), (pair.Samples, pair.OnlyFirst, pair.OnlySecond));
        Assert.Equal(0.25, pair.Differences["top1"].Value, 12);
        Assert.Equal(1, pair.McNemarP, 12);
    }

    [Fact]
    public void A_network_does_not_differ_from_itself()
    {
        var arrays = Write("a", [1, 2, 3], [0, 1, 0], [0, 0, 1]);
        foreach (var (_, difference) in PairedComparison.Of(arrays, arrays)!.Differences)
            Assert.Equal((0, 0, 0), (difference.Value, difference.Interval.Low, difference.Interval.High));
    }

    [Fact]
    public void An_interval_over_many_samples_has_the_width_that_the_variance_of_the_differences_gives()
    {
        const int n = 2000;
        long[] ids = [.. Enumerable.Range(0, n).Select(i => (long)i)], labels = new long[n];
        var first = Write("a", ids, labels, [.. ids.Select(i => i % 5 == 0 ? 1L : 0)]);
        var second = Write("b", ids, labels, [.. ids.Select(i => i % 10 == 0 ? 1L : 0)]);
        var difference = PairedComparison.Of(first, second)!.Differences["top1"];
        var expected = 1.96 * Math.Sqrt(0.1 * 0.9 / n);
        Assert.Equal(0.1, difference.Value, 12);
        Assert.Equal(2 * expected, difference.Interval.High - difference.Interval.Low, 0.15 * 2 * expected);
        Assert.True(difference.Interval.Contains(0.1));
    }

    [Fact]
    public void Samples_with_other_labels_are_other_samples()
    {
        var first = Write("a", [1, 2, 3], [0, 1, 0], [0, 0, 1]);
        Assert.Null(PairedComparison.Of(first, Write("b", [1, 2, 3], [0, 1, 1], [0, 0, 1])));
        Assert.Null(PairedComparison.Of(first, Write("c", [4, 5, 6], [0, 1, 0], [0, 0, 1])));
    }

    private SplitArrays Write(string name, long[] ids, long[] labels, long[] predicted)
    {
        var path = Path.Combine(_folder, name + ".safetensors");
        float[] logits = [.. predicted.SelectMany(p => (float[])[p == 0 ? 2 : 0, p == 1 ? 2 : 0])];
        SafeTensorsFile.Write(path,
        [
            ("sample_ids", "I64", [ids.Length], Bytes(ids)), ("labels", "I64", [ids.Length], Bytes(labels)),
            ("features", "F32", [ids.Length, 2], Bytes(logits)), ("logits", "F32", [ids.Length, 2], Bytes(logits)),
        ]);
        return SplitArrays.Open(path);
    }

    private static byte[] Bytes<T>(T[] values)
        where T : struct => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
}
