namespace LsKd.Learning.Data.Stored;

/// <summary>Images held in memory as bytes, [N, C, H, W], in one block a part of the set.</summary>
internal sealed class MemoryPixels : IPixelStore
{
    private readonly byte[][] _blocks;
    private readonly int[] _starts;
    private readonly int _size;

    /// <summary>Takes blocks of whole images.</summary>
    public MemoryPixels((int Channels, int Height, int Width) shape, params byte[][] blocks)
    {
        Shape = shape;
        _size = shape.Channels * shape.Height * shape.Width;
        _blocks = blocks;
        _starts = new int[blocks.Length + 1];
        for (var i = 0; i < blocks.Length; i++) _starts[i + 1] = _starts[i] + (blocks[i].Length / _size);
    }

    /// <inheritdoc/>
    public (int Channels, int Height, int Width) Shape { get; }

    /// <inheritdoc/>
    public bool IsSlow => false;

    /// <inheritdoc/>
    public void Read(int sample, Span<byte> pixels) => Image(sample).CopyTo(pixels);

    /// <inheritdoc/>
    public void ReadRegion(int sample, Func<int, int, Region> choose, Span<byte> pixels) =>
        Resampler.Scale(Image(sample), Shape, choose(Shape.Height, Shape.Width), pixels, Shape.Height, Shape.Width);

    private ReadOnlySpan<byte> Image(int sample)
    {
        var block = 0;
        while (sample >= _starts[block + 1]) block++;
        return _blocks[block].AsSpan((sample - _starts[block]) * _size, _size);
    }
}
