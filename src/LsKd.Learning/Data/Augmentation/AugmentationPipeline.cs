using LsKd.Core.Specs;
using LsKd.Learning.Data.Randomness;
using LsKd.Learning.Data.Stored;

namespace LsKd.Learning.Data.Augmentation;

/// <summary>The augmentations of a spec, made ready.</summary>
internal sealed class AugmentationPipeline
{
    private readonly (ResizedCrop Crop, double Probability)? _region;
    private readonly (IPixelAugmentation Change, double Probability)[] _changes;

    /// <summary>Reads the spec.</summary>
    /// <param name="specs">In order.</param>
    /// <param name="side">Side of the images, which sets the usual padding.</param>
    /// <exception cref="DatasetException">An unknown name, an amount out of range, or a resized crop that is not first.</exception>
    public AugmentationPipeline(IReadOnlyList<AugmentationSpec> specs, int side)
    {
        foreach (var spec in specs) AugmentationRanges.Check(spec);
        if (specs.Skip(1).Any(s => s.Name == "resized-crop"))
            throw new DatasetException("data.augmentations: resized-crop reads the original image, so it must come first and once.");
        if (specs is [{ Name: "resized-crop" } first, ..]) _region = (new(first.Amount ?? 0.08), first.Probability);
        _changes = [.. from s in specs let change = Change(s, side) where change is not null select (change, s.Probability)];
        Mixings = [.. from s in specs where s.Name is "cutmix" or "mixup" select Mixing(s)];
    }

    /// <summary>Ways to mix whole batches; the first whose lot is drawn is used.</summary>
    public IReadOnlyList<BatchMixing> Mixings { get; }

    /// <summary>Whether originals are needed in full.</summary>
    public bool ReadsRegions => _region is not null;

    /// <summary>Reads an image and changes it.</summary>
    public void Read(IPixelStore store, int sample, KeyedRandom random, Span<byte> pixels)
    {
        if (_region is { } region && random.NextDouble() < region.Probability)
            store.ReadRegion(sample, (height, width) => region.Crop.Choose(height, width, ref random), pixels);
        else store.Read(sample, pixels);
        var image = new PixelImage(pixels, store.Shape);
        foreach (var (change, probability) in _changes)
            if (probability >= 1 || random.NextDouble() < probability) change.Apply(image, ref random);
    }

    private static IPixelAugmentation? Change(AugmentationSpec spec, int side) => spec.Name switch
    {
        "crop" => new RandomCrop((int)(spec.Amount ?? Math.Round(side / 8.0))),
        "flip" => new RandomFlip(),
        "jitter" => new ColourJitter(spec.Amount ?? 0.4),
        "rand-augment" => new RandAugment(spec.Amount ?? 0.3),
        _ => null,
    };

    private static BatchMixing Mixing(AugmentationSpec spec) =>
        new(spec.Name == "cutmix", spec.Amount ?? (spec.Name == "cutmix" ? 1 : 0.2), spec.Probability);
}
