using LsKd.Core.Specs;

namespace LsKd.Learning.Data.Augmentation;

/// <summary>What amounts and probabilities augmentations accept.</summary>
internal static class AugmentationRanges
{
    /// <summary>Refuses a spec that makes no sense.</summary>
    /// <exception cref="DatasetException">The name is unknown or a number is out of range.</exception>
    public static void Check(AugmentationSpec spec)
    {
        if (spec.Probability is not (>= 0 and <= 1)) throw Bad(spec, "probability must be in [0, 1]");
        var (good, range) = Range(spec);
        if (!good) throw Bad(spec, range);
    }

    private static (bool Good, string Range) Range(AugmentationSpec spec) => spec.Name switch
    {
        "crop" => (spec.Amount is null or (>= 0 and <= 512), "amount is the padding in pixels, from 0 to 512"),
        "flip" => (spec.Amount is null, "there is no amount to set"),
        "resized-crop" => (spec.Amount is null or (> 0 and <= 1), "amount is the smallest share of the area, in (0, 1]"),
        "jitter" or "rand-augment" => (spec.Amount is null or (>= 0 and <= 1), "amount is the strength, in [0, 1]"),
        "cutmix" or "mixup" => (spec.Amount is null or > 0 and <= 100, "amount is the Beta parameter, in (0, 100]"),
        _ => (false, "known are crop, flip, resized-crop, jitter, rand-augment, cutmix, mixup"),
    };

    private static DatasetException Bad(AugmentationSpec spec, string why) => new($"data.augmentations: '{spec.Name}': {why}.");
}
