using LsKd.Learning.Data.Randomness;

namespace LsKd.Learning.Data.Augmentation;

/// <summary>How a batch is mixed with its partners: blended, or a box cut in. One draw serves the whole batch.</summary>
/// <param name="Share">Weight of the first image (and of its label), in [0, 1].</param>
/// <param name="Box">Cut in from the partner; null blends.</param>
internal sealed record Mix(double Share, (int Top, int Left, int Bottom, int Right)? Box);

/// <summary>
/// CutMix (Yun et al., ICCV 2019) or mixup (Zhang et al., ICLR 2018): the share is drawn from Beta(alpha, alpha); the share
/// of CutMix is then set to the exact area outside the box.
/// </summary>
internal sealed record BatchMixing(bool Cuts, double Alpha, double Probability)
{
    /// <summary>The first mixing whose lot is drawn, or null.</summary>
    public static Mix? Draw(IEnumerable<BatchMixing> mixings, int height, int width, ref KeyedRandom random)
    {
        foreach (var mixing in mixings)
            if (random.NextDouble() < mixing.Probability) return mixing.Draw(height, width, ref random);
        return null;
    }

    private Mix Draw(int height, int width, ref KeyedRandom random)
    {
        var share = random.NextBeta(Alpha);
        if (!Cuts) return new(share, null);
        var half = Math.Sqrt(1 - share) / 2;
        double y = random.NextDouble(0, height), x = random.NextDouble(0, width);
        var (top, bottom) = (Clip(y - (half * height), height), Clip(y + (half * height), height));
        var (left, right) = (Clip(x - (half * width), width), Clip(x + (half * width), width));
        return new(1 - ((double)((bottom - top) * (right - left)) / (height * width)), (top, left, bottom, right));
    }

    private static int Clip(double value, int limit) => Math.Clamp((int)Math.Round(value), 0, limit);
}
