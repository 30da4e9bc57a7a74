using LsKd.Learning.Data.Stored;

namespace LsKd.Learning.Data.Files;

/// <summary>Images that lie in files of their own, decoded when they are read.</summary>
internal sealed class FilePixels(IReadOnlyList<string> paths, int side) : IPixelStore
{
    // Large images: the usual evaluation crop, 224 pixels of 256. Small ones lose nothing at their border.
    private readonly double _share = side >= 128 ? 224.0 / 256 : 1;

    /// <inheritdoc/>
    public (int Channels, int Height, int Width) Shape => (3, side, side);

    /// <inheritdoc/>
    public bool IsSlow => true;

    /// <summary>Writes the central square of an image: 7/8 of its shorter side (all of it where the target is below 128 pixels).</summary>
    /// <inheritdoc/>
    public void Read(int sample, Span<byte> pixels) => ReadRegion(sample, Centre, pixels);

    /// <inheritdoc/>
    public void ReadRegion(int sample, Func<int, int, Region> choose, Span<byte> pixels) =>
        ImageDecoder.Decode(paths[sample], choose, side, pixels);

    private Region Centre(int height, int width)
    {
        var square = _share * Math.Min(height, width);
        return new((1 - (square / width)) / 2, (1 - (square / height)) / 2, square / width, square / height);
    }
}
