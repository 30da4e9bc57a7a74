namespace LsKd.Learning.Data.Augmentation;

/// <summary>Changes of brightness, contrast and colour by a factor; 1 changes nothing.</summary>
internal static class ColourChanges
{
    /// <summary>Multiplies brightness.</summary>
    public static void Brightness(PixelImage image, double factor) => Blend(image, 0, factor);

    /// <summary>Multiplies the distance from the mean grey.</summary>
    public static void Contrast(PixelImage image, double factor) => Blend(image, image.MeanGrey(), factor);

    /// <summary>Multiplies the distance from each pixel's own grey; nothing happens to grey images.</summary>
    public static void Saturation(PixelImage image, double factor)
    {
        if (image.Channels != 3) return;
        Span<byte> red = image.Plane(0), green = image.Plane(1), blue = image.Plane(2);
        for (var i = 0; i < red.Length; i++)
        {
            var grey = (0.299 * red[i]) + (0.587 * green[i]) + (0.114 * blue[i]);
            (red[i], green[i], blue[i]) = (Mixed(red[i], grey, factor), Mixed(green[i], grey, factor), Mixed(blue[i], grey, factor));
        }
    }

    /// <summary>Keeps the highest bits of each value.</summary>
    public static void Posterize(PixelImage image, int bits) => Map(image, v => (byte)(v & (0xff << (8 - bits))));

    /// <summary>Inverts values from the threshold on.</summary>
    public static void Solarize(PixelImage image, int threshold) => Map(image, v => (byte)(v < threshold ? v : 255 - v));

    /// <summary>Stretches each channel to the full range.</summary>
    public static void AutoContrast(PixelImage image)
    {
        for (var c = 0; c < image.Channels; c++) Stretch(image.Plane(c));
    }

    private static void Stretch(Span<byte> plane)
    {
        byte low = 255, high = 0;
        foreach (var value in plane) (low, high) = (Math.Min(low, value), Math.Max(high, value));
        if (high <= low) return;
        foreach (ref var value in plane) value = (byte)(((value - low) * 255) / (high - low));
    }

    private static void Blend(PixelImage image, double anchor, double factor) => Map(image, v => Mixed((byte)v, anchor, factor));

    private static void Map(PixelImage image, Func<int, byte> change)
    {
        Span<byte> table = stackalloc byte[256];
        for (var v = 0; v < 256; v++) table[v] = change(v);
        image.Map(table);
    }

    private static byte Mixed(byte value, double anchor, double factor) =>
        (byte)Math.Clamp((int)Math.Round(anchor + ((value - anchor) * factor)), 0, 255);
}
