using LsKd.Learning.Data.Randomness;
using LsKd.Learning.Data.Stored;

namespace LsKd.Learning.Data.Augmentation;

/// <summary>
/// A random region of the original, scaled to the image's size: its area a share from [smallest, 1], its aspect ratio from
/// [3/4, 4/3] on a logarithmic scale (Szegedy et al., CVPR 2015). After ten regions that do not fit, the central one.
/// </summary>
internal sealed class ResizedCrop(double smallestArea)
{
    /// <summary>Draws a region of an original of the given size.</summary>
    public Region Choose(int height, int width, ref KeyedRandom random)
    {
        for (var attempt = 0; attempt < 10; attempt++)
        {
            var area = random.NextDouble(smallestArea, 1) * height * width;
            var aspect = Math.Exp(random.NextDouble(Math.Log(3.0 / 4), Math.Log(4.0 / 3)));
            double w = Math.Sqrt(area * aspect), h = Math.Sqrt(area / aspect);
            if (w <= width && h <= height)
                return new(random.NextDouble(0, width - w) / width, random.NextDouble(0, height - h) / height, w / width, h / height);
        }

        return Central(height, width);
    }

    private static Region Central(int height, int width)
    {
        double w = Math.Min(width, height * 4.0 / 3), h = Math.Min(height, width * 4.0 / 3);
        return new((1 - (w / width)) / 2, (1 - (h / height)) / 2, w / width, h / height);
    }
}
