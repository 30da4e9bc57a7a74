using LsKd.Learning.Data.Randomness;

namespace LsKd.Learning.Data.Augmentation;

/// <summary>Brightness, contrast and saturation, each by a factor drawn from [1 - strength, 1 + strength].</summary>
internal sealed class ColourJitter(double strength) : IPixelAugmentation
{
    /// <inheritdoc/>
    public void Apply(PixelImage image, ref KeyedRandom random)
    {
        ColourChanges.Brightness(image, Factor(ref random));
        ColourChanges.Contrast(image, Factor(ref random));
        ColourChanges.Saturation(image, Factor(ref random));
    }

    private double Factor(ref KeyedRandom random) => random.NextDouble(Math.Max(0, 1 - strength), 1 + strength);
}
