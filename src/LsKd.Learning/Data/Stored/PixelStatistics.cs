namespace LsKd.Learning.Data.Stored;

/// <summary>Mean and deviation of pixels.</summary>
internal static class PixelStatistics
{
    /// <summary>Measures images [N, C, H, W] per channel; a channel without variation gets the deviation 1.</summary>
    public static Normalisation Of(ReadOnlySpan<byte> images, int channels, int area = 0)
    {
        if (area == 0) area = images.Length;
        var histograms = new long[channels][];
        for (var c = 0; c < channels; c++) histograms[c] = new long[256];
        for (var start = 0; start + area <= images.Length; start += area)
            Count(images.Slice(start, area), histograms[start / area % channels]);
        var moments = histograms.Select(Moments).ToArray();
        return new([.. moments.Select(m => m.Mean)], [.. moments.Select(m => m.Deviation)]);
    }

    private static void Count(ReadOnlySpan<byte> plane, long[] histogram)
    {
        foreach (var value in plane) histogram[value]++;
    }

    private static (float Mean, float Deviation) Moments(long[] histogram)
    {
        double n = Math.Max(1, histogram.Sum());
        var mean = histogram.Select((h, v) => h * (v / 255.0)).Sum() / n;
        var variance = histogram.Select((h, v) => h * Math.Pow((v / 255.0) - mean, 2)).Sum() / n;
        return ((float)mean, variance > 0 ? (float)Math.Sqrt(variance) : 1);
    }
}
