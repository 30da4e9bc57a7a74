using LsKd.Learning.Data.Stored;

namespace LsKd.Learning.Tests.Data;

/// <summary>Stored sets whose every image tells which sample it is: all bytes of sample i are i mod 256.</summary>
internal static class SyntheticSet
{
    public static StoredSet Of(int classes, int trainPerClass, int testPerClass, int validationPerClass = 0, int side = 8, int channels = 1)
    {
        var parts = new[] { (Part.Train, trainPerClass), (Part.Validation, validationPerClass), (Part.Test, testPerClass) };
        var samples = (from p in parts from i in Enumerable.Range(0, p.Item2) from k in Enumerable.Range(0, classes) select (Part: p.Item1, Label: k)).ToArray();
        return Of(classes, samples, channels, side, i => (byte)i);
    }

    public static StoredSet Of(int classes, (Part Part, int Label)[] samples, int channels, int side, Func<int, byte> value) => new()
    {
        Name = "synthetic",
        ClassNames = [.. Enumerable.Range(0, classes).Select(k => $"class {k}")],
        Labels = [.. samples.Select(s => s.Label)],
        Parts = [.. samples.Select(s => s.Part)],
        Pixels = new MemoryPixels((channels, side, side), [.. samples.SelectMany((_, i) => Enumerable.Repeat(value(i), channels * side * side))]),
        Normalisation = new([.. Enumerable.Repeat(0f, channels)], [.. Enumerable.Repeat(1f, channels)]),
    };
}
