using System.Runtime.InteropServices;

namespace LsKd.Learning.Data.Stored;

/// <summary>Grey images of four levels held in memory as two bits a pixel, the highest bits first.</summary>
internal sealed class PackedPixels(byte[] packed, int side) : IPixelStore
{
    private static readonly uint[] Expanded = [.. Enumerable.Range(0, 256).Select(Expand)];

    private readonly int _size = side * side / 4;

    /// <inheritdoc/>
    public (int Channels, int Height, int Width) Shape => (1, side, side);

    /// <inheritdoc/>
    public bool IsSlow => false;

    /// <inheritdoc/>
    public void Read(int sample, Span<byte> pixels)
    {
        var words = MemoryMarshal.Cast<byte, uint>(pixels);
        var source = packed.AsSpan(sample * _size, _size);
        for (var i = 0; i < source.Length; i++) words[i] = Expanded[source[i]];
    }

    /// <inheritdoc/>
    public void ReadRegion(int sample, Func<int, int, Region> choose, Span<byte> pixels)
    {
        Span<byte> whole = stackalloc byte[side * side];
        Read(sample, whole);
        Resampler.Scale(whole, Shape, choose(side, side), pixels, side, side);
    }

    private static uint Expand(int value)
    {
        ReadOnlySpan<byte> four = [Level(value >> 6), Level(value >> 4), Level(value >> 2), Level(value)];
        return MemoryMarshal.Read<uint>(four);
    }

    private static byte Level(int bits) => (byte)((bits & 3) * 85);
}
