namespace LsKd.Learning.Models.Binary.Packed;

/// <summary>Activations of one image, channels innermost.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Channels">Channels.</param>
/// <param name="Values">[height, width, channels].</param>
internal sealed record Maps(int Height, int Width, int Channels, float[] Values)
{
    /// <summary>Maps of zeros.</summary>
    public static Maps Empty(int height, int width, int channels) => new(height, width, channels, new float[height * width * channels]);

    /// <summary>The channels of one pixel.</summary>
    public Span<float> Pixel(int y, int x) => Values.AsSpan((y * Width + x) * Channels, Channels);
}
