namespace LsKd.Learning.Models;

/// <summary>What an architecture is built for.</summary>
/// <param name="Width">Channels of the first stage, or hidden units.</param>
/// <param name="Channels">Channels of an image.</param>
/// <param name="ImageSize">Side of an image in pixels.</param>
/// <param name="Classes">Number of classes K.</param>
internal sealed record ModelShape(int Width, int Channels, int ImageSize, int Classes)
{
    /// <summary>Whether the stem must keep the resolution (sides such as 28, 32 and 64).</summary>
    public bool IsSmall => ImageSize < Layers.SmallImage;
}
