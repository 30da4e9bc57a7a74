namespace LsKd.Learning.Data.Augmentation;

/// <summary>An image as bytes, [C, H, W], changed in place.</summary>
internal readonly ref struct PixelImage(Span<byte> pixels, (int Channels, int Height, int Width) shape)
{
    /// <summary>All bytes.</summary>
    public Span<byte> Pixels { get; } = pixels;

    /// <summary>Number of channels.</summary>
    public int Channels { get; } = shape.Channels;

    /// <summary>Number of rows.</summary>
    public int Height { get; } = shape.Height;

    /// <summary>Number of columns.</summary>
    public int Width { get; } = shape.Width;

    /// <summary>One channel.</summary>
    public Span<byte> Plane(int channel) => Pixels.Slice(channel * Height * Width, Height * Width);

    /// <summary>One row of one channel.</summary>
    public Span<byte> Row(int channel, int row) => Pixels.Slice(((channel * Height) + row) * Width, Width);

    /// <summary>Replaces each value by the table's.</summary>
    public void Map(ReadOnlySpan<byte> table)
    {
        foreach (ref var value in Pixels) value = table[value];
    }

    /// <summary>Mean brightness, in [0, 255] (ITU-R 601 weights where there is colour).</summary>
    public double MeanGrey()
    {
        if (Channels != 3) return Mean(Pixels);
        return (0.299 * Mean(Plane(0))) + (0.587 * Mean(Plane(1))) + (0.114 * Mean(Plane(2)));
    }

    private static double Mean(ReadOnlySpan<byte> values)
    {
        long sum = 0;
        foreach (var value in values) sum += value;
        return (double)sum / Math.Max(1, values.Length);
    }
}
