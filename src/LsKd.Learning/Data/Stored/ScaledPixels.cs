namespace LsKd.Learning.Data.Stored;

/// <summary>Another store's images in another size.</summary>
internal sealed class ScaledPixels(IPixelStore inner, int size) : IPixelStore
{
    private static readonly Region Whole = new(0, 0, 1, 1);

    /// <inheritdoc/>
    public (int Channels, int Height, int Width) Shape => (inner.Shape.Channels, size, size);

    /// <inheritdoc/>
    public bool IsSlow => inner.IsSlow;

    /// <inheritdoc/>
    public bool IsCostly => true;

    /// <inheritdoc/>
    public void Read(int sample, Span<byte> pixels) => ReadRegion(sample, (_, _) => Whole, pixels);

    /// <inheritdoc/>
    public void ReadRegion(int sample, Func<int, int, Region> choose, Span<byte> pixels)
    {
        var (channels, height, width) = inner.Shape;
        var original = new byte[channels * height * width];
        inner.Read(sample, original);
        Resampler.Scale(original, inner.Shape, choose(height, width), pixels, size, size);
    }
}
