using LsKd.Learning.Data.Randomness;

namespace LsKd.Learning.Data.Augmentation;

/// <summary>Mirrors left and right by a fair coin.</summary>
internal sealed class RandomFlip : IPixelAugmentation
{
    /// <inheritdoc/>
    public void Apply(PixelImage image, ref KeyedRandom random)
    {
        if (random.Next(2) == 0) return;
        for (var start = 0; start < image.Pixels.Length; start += image.Width) image.Pixels.Slice(start, image.Width).Reverse();
    }
}
