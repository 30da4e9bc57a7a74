namespace LsKd.Learning.Analysis.Metrics;

/// <summary>Expected calibration error, ECE = sum_b n_b / N |accuracy_b - confidence_b| (Guo et al. 2017; Mueller et al. 2019, Sec. 3).</summary>
public static class CalibrationError
{
    /// <summary>Number of bins of every reported value.</summary>
    public const int Bins = 15;

    /// <summary>One bin: how many samples, and their summed correctness and confidence.</summary>
    public record struct Bin(int Count, double Correct, double Confidence)
    {
        internal readonly double Gap => Math.Abs(Correct - Confidence);
    }

    /// <summary>Index of the bin (lo, hi] of a confidence in [0, 1].</summary>
    public static int BinOf(double confidence, int bins = Bins) =>
        Math.Clamp((int)Math.Ceiling(confidence * bins) - 1, 0, bins - 1);

    /// <summary>Bins of equal width.</summary>
    public static Bin[] EqualWidth(ReadOnlySpan<double> confidences, ReadOnlySpan<bool> correct, int bins = Bins)
    {
        var result = new Bin[bins];
        for (var i = 0; i < confidences.Length; i++)
            Put(ref result[BinOf(confidences[i], bins)], confidences[i], correct[i]);
        return result;
    }

    /// <summary>Bins of equal mass (adaptive ECE, Nguyen and O'Connor 2015): sorted by confidence, cut into equal counts.</summary>
    public static Bin[] EqualMass(ReadOnlySpan<double> confidences, ReadOnlySpan<bool> correct, int bins = Bins)
    {
        var keys = confidences.ToArray();
        var values = correct.ToArray();
        Array.Sort(keys, values);
        var result = new Bin[bins];
        for (var i = 0; i < keys.Length; i++)
            Put(ref result[(int)((long)i * bins / keys.Length)], keys[i], values[i]);
        return result;
    }

    /// <summary>The error over bins, in [0, 1].</summary>
    public static double Error(IEnumerable<Bin> bins)
    {
        var (gap, count) = (0.0, 0);
        foreach (var bin in bins)
            (gap, count) = (gap + bin.Gap, count + bin.Count);
        return gap / count;
    }

    /// <summary>Rows [count, accuracy or null, mean confidence or null].</summary>
    public static IReadOnlyList<IReadOnlyList<double?>> Rows(IEnumerable<Bin> bins) =>
        [.. bins.Select(b => (IReadOnlyList<double?>)
            [b.Count, b.Count == 0 ? null : b.Correct / b.Count, b.Count == 0 ? null : b.Confidence / b.Count])];

    private static void Put(ref Bin bin, double confidence, bool correct) =>
        bin = new(bin.Count + 1, bin.Correct + (correct ? 1 : 0), bin.Confidence + confidence);
}
