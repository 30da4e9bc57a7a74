using LsKd.Learning.Data.Stored;
using SkiaSharp;

namespace LsKd.Learning.Data.Files;

/// <summary>
/// Decodes JPEG, PNG and WebP files into planar colour, [3, H, W]. Transparency is dropped and a camera's orientation mark is
/// ignored, as the usual loaders of training images do.
/// </summary>
internal static class ImageDecoder
{
    /// <summary>Decodes a region of a file's image, scaled to a square.</summary>
    /// <param name="path">The file.</param>
    /// <param name="choose">Told the image's height and width, chooses the region.</param>
    /// <param name="side">Side of the square.</param>
    /// <param name="pixels">[3, side, side].</param>
    /// <exception cref="BadImageException">The file is missing, damaged, cut short, or no image.</exception>
    public static void Decode(string path, Func<int, int, Region> choose, int side, Span<byte> pixels)
    {
        using var codec = Open(path);
        var region = choose(codec.Info.Height, codec.Info.Width);
        using var bitmap = Decode(path, codec, SizeFor(codec, region, side));
        var planes = Planes(bitmap.GetPixelSpan(), bitmap.Width * bitmap.Height);
        Resampler.Scale(planes, (3, bitmap.Height, bitmap.Width), region, pixels, side, side);
    }

    private static SKCodec Open(string path)
    {
        try
        {
            // Read at once: a path handed to the native library says nothing about why it cannot be read.
            using var data = SKData.CreateCopy(File.ReadAllBytes(path));
            return SKCodec.Create(data) ?? throw new BadImageException(path, "it is not an image in a known format");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadImageException(path, e.Message);
        }
    }

    // A JPEG can be decoded at a fraction of its size for a fraction of the cost; never below what the region needs.
    private static SKSizeI SizeFor(SKCodec codec, Region region, int side)
    {
        var full = new SKSizeI(codec.Info.Width, codec.Info.Height);
        var scale = Math.Max(side / (region.Width * full.Width), side / (region.Height * full.Height));
        if (scale >= 1) return full;
        var smaller = codec.GetScaledDimensions((float)scale);
        return smaller.Width >= full.Width * scale && smaller.Height >= full.Height * scale ? smaller : full;
    }

    private static SKBitmap Decode(string path, SKCodec codec, SKSizeI size)
    {
        var bitmap = new SKBitmap(new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        var result = codec.GetPixels(bitmap.Info, bitmap.GetPixels());
        if (result == SKCodecResult.Success) return bitmap;
        bitmap.Dispose();
        throw new BadImageException(path, result is SKCodecResult.IncompleteInput ? "it is cut short" : $"it cannot be decoded ({result})");
    }

    private static byte[] Planes(ReadOnlySpan<byte> rgba, int area)
    {
        var planes = GC.AllocateUninitializedArray<byte>(3 * area);
        Span<byte> red = planes.AsSpan(0, area), green = planes.AsSpan(area, area), blue = planes.AsSpan(2 * area, area);
        for (var i = 0; i < area; i++) (red[i], green[i], blue[i]) = (rgba[4 * i], rgba[(4 * i) + 1], rgba[(4 * i) + 2]);
        return planes;
    }
}
