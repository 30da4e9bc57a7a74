using System.Buffers;

namespace LsKd.Learning.Data.Augmentation;

/// <summary>Moves, turns and shears an image about its centre; what comes in from outside is zero. Bilinear.</summary>
/// <param name="XX">Source column per target column.</param>
/// <param name="XY">Source column per target row.</param>
/// <param name="YX">Source row per target column.</param>
/// <param name="YY">Source row per target row.</param>
/// <param name="Right">Shift of the source columns, in pixels.</param>
/// <param name="Down">Shift of the source rows, in pixels.</param>
internal readonly record struct Affine(double XX, double XY, double YX, double YY, double Right, double Down)
{
    /// <summary>A turn, in degrees.</summary>
    public static Affine Rotation(double degrees)
    {
        var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
        return new(cos, sin, -sin, cos, 0, 0);
    }

    /// <summary>Applies the map to every channel.</summary>
    public void Apply(PixelImage image)
    {
        var source = ArrayPool<byte>.Shared.Rent(image.Pixels.Length);
        image.Pixels.CopyTo(source);
        for (var c = 0; c < image.Channels; c++)
            Fill(image, c, source.AsSpan(c * image.Height * image.Width, image.Height * image.Width));
        ArrayPool<byte>.Shared.Return(source);
    }

    private void Fill(PixelImage image, int channel, ReadOnlySpan<byte> source)
    {
        double middleX = (image.Width - 1) / 2.0, middleY = (image.Height - 1) / 2.0;
        for (var y = 0; y < image.Height; y++)
        {
            var row = image.Row(channel, y);
            var dy = y - middleY;
            for (var x = 0; x < row.Length; x++)
            {
                var dx = x - middleX;
                row[x] = Sample(source, image.Height, image.Width, middleX + (XX * dx) + (XY * dy) + Right, middleY + (YX * dx) + (YY * dy) + Down);
            }
        }
    }

    private static byte Sample(ReadOnlySpan<byte> plane, int height, int width, double x, double y)
    {
        int left = (int)Math.Floor(x), top = (int)Math.Floor(y);
        double fx = x - left, fy = y - top;
        var upper = ((1 - fx) * At(plane, height, width, left, top)) + (fx * At(plane, height, width, left + 1, top));
        var lower = ((1 - fx) * At(plane, height, width, left, top + 1)) + (fx * At(plane, height, width, left + 1, top + 1));
        return (byte)(((1 - fy) * upper) + (fy * lower) + 0.5);
    }

    private static int At(ReadOnlySpan<byte> plane, int height, int width, int x, int y) =>
        (uint)x < (uint)width && (uint)y < (uint)height ? plane[(y * width) + x] : 0;
}
