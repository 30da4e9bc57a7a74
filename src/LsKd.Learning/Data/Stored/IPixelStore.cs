namespace LsKd.Learning.Data.Stored;

/// <summary>A rectangle of the original image, as shares of its width and height.</summary>
internal readonly record struct Region(double Left, double Top, double Width, double Height);

/// <summary>The images of a stored set, as bytes. Safe for reading from several threads.</summary>
internal interface IPixelStore
{
    /// <summary>Channels, height and width of what <see cref="Read"/> writes.</summary>
    (int Channels, int Height, int Width) Shape { get; }

    /// <summary>Whether reading costs so much (files are decoded) that it should run ahead, in parallel.</summary>
    bool IsSlow { get; }

    /// <summary>Whether images are better kept in memory than read again.</summary>
    bool IsCostly => IsSlow;

    /// <summary>Writes an image, [C, H, W].</summary>
    /// <exception cref="BadImageException">The file cannot be read.</exception>
    void Read(int sample, Span<byte> pixels);

    /// <summary>
    /// Writes a region of the original image, scaled to the store's shape. <paramref name="choose"/> is told the original's
    /// height and width.
    /// </summary>
    /// <exception cref="BadImageException">The file cannot be read.</exception>
    void ReadRegion(int sample, Func<int, int, Region> choose, Span<byte> pixels);
}

/// <summary>An image cannot be read; the message says why.</summary>
internal sealed class BadImageException(string path, string why) : Exception($"{path}: {why}")
{
    /// <summary>The file.</summary>
    public string Path { get; } = path;

    /// <summary>What is wrong with it.</summary>
    public string Why { get; } = why;
}
