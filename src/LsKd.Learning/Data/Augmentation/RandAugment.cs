using LsKd.Learning.Data.Randomness;

namespace LsKd.Learning.Data.Augmentation;

/// <summary>
/// A light form of RandAugment (Cubuk et al., NeurIPS 2020): two operations, drawn from twelve, each at the given strength.
/// Left out of the paper's fourteen: equalise and sharpness. The colour operation leaves grey images as they are.
/// </summary>
/// <param name="strength">In [0, 1]: the paper's magnitude M divided by 30.</param>
internal sealed class RandAugment(double strength) : IPixelAugmentation
{
    private const int Operations = 2;
    private const int Kinds = 12;

    /// <inheritdoc/>
    public void Apply(PixelImage image, ref KeyedRandom random)
    {
        for (var i = 0; i < Operations; i++) Once(image, random.Next(Kinds), random.Next(2) == 0 ? strength : -strength);
    }

    private static void Once(PixelImage image, int kind, double signed)
    {
        if (kind < 5) Geometry(image, kind, signed).Apply(image);
        else Colour(image, kind, signed);
    }

    private static Affine Geometry(PixelImage image, int kind, double signed) => kind switch
    {
        0 => Affine.Rotation(30 * signed),
        1 => new(1, 0.3 * signed, 0, 1, 0, 0),
        2 => new(1, 0, 0.3 * signed, 1, 0, 0),
        3 => new(1, 0, 0, 1, 0.45 * signed * image.Width, 0),
        _ => new(1, 0, 0, 1, 0, 0.45 * signed * image.Height),
    };

    private static void Colour(PixelImage image, int kind, double signed)
    {
        switch (kind)
        {
            case 5: ColourChanges.Brightness(image, 1 + (0.9 * signed)); break;
            case 6: ColourChanges.Contrast(image, 1 + (0.9 * signed)); break;
            case 7: ColourChanges.Saturation(image, 1 + (0.9 * signed)); break;
            case 8: ColourChanges.Posterize(image, 8 - (int)Math.Round(4 * Math.Abs(signed))); break;
            case 9: ColourChanges.Solarize(image, 256 - (int)Math.Round(256 * Math.Abs(signed))); break;
            case 10: ColourChanges.AutoContrast(image); break;
            default: break; // Identity is one of the paper's operations too.
        }
    }
}
