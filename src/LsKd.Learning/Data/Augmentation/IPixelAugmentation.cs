using LsKd.Learning.Data.Randomness;

namespace LsKd.Learning.Data.Augmentation;

/// <summary>Changes one image in place, by numbers from the given sequence alone.</summary>
internal interface IPixelAugmentation
{
    /// <summary>Applies itself.</summary>
    void Apply(PixelImage image, ref KeyedRandom random);
}
