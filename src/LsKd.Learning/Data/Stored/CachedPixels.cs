namespace LsKd.Learning.Data.Stored;

/// <summary>Keeps another store's images in memory, each from its first reading on.</summary>
internal sealed class CachedPixels(IPixelStore inner, int samples) : IPixelStore
{
    private readonly byte[]?[] _images = new byte[samples][];

    /// <inheritdoc/>
    public (int Channels, int Height, int Width) Shape => inner.Shape;

    /// <inheritdoc/>
    public bool IsSlow => inner.IsSlow;

    /// <inheritdoc/>
    public void Read(int sample, Span<byte> pixels)
    {
        if (Volatile.Read(ref _images[sample]) is { } known)
        {
            known.CopyTo(pixels);
            return;
        }

        inner.Read(sample, pixels);
        Volatile.Write(ref _images[sample], pixels.ToArray());
    }

    /// <inheritdoc/>
    public void ReadRegion(int sample, Func<int, int, Region> choose, Span<byte> pixels) => inner.ReadRegion(sample, choose, pixels);
}
