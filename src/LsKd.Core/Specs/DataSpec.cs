namespace LsKd.Core.Specs;

/// <summary>A data set by name, where its files lie, and what is derived from it before training.</summary>
public sealed record DataSpec
{
    /// <summary>A name of <see cref="Catalogs.DatasetCatalog"/>.</summary>
    public string Dataset { get; init; } = "fashion-mnist";

    /// <summary>Folder of the files, for sets that are not embedded; null looks in the home's <c>data</c> folder.</summary>
    public string? Path { get; init; }

    /// <summary>Share of the training samples split off for validation, by class, where the set has no split of its own.</summary>
    public double ValidationFraction { get; init; } = 0.1;

    /// <summary>Share of the samples split off for testing, by class, where the set has no test part.</summary>
    public double TestFraction { get; init; } = 0.2;

    /// <summary>Which test part is reported where a set has several, such as <c>ood</c> for kanji; null takes the usual one.</summary>
    public string? TestPart { get; init; }

    /// <summary>Seed of the validation split and of every derived set; apart from the training seed, so that seeds share data.</summary>
    public int Seed { get; init; }

    /// <summary>Training samples to keep, by class, cut after validation was split off, which keeps its size; null keeps all.</summary>
    public int? TrainSize { get; init; }

    /// <summary>Test samples to keep (by class); null keeps all.</summary>
    public int? TestSize { get; init; }

    /// <summary>Number of classes to keep; null keeps all.</summary>
    public int? Classes { get; init; }

    /// <summary>Whether the kept classes are the first ones or drawn by <see cref="Seed"/>; nested either way.</summary>
    public ClassOrder ClassOrder { get; init; } = ClassOrder.First;

    /// <summary>Label granularity where a set has several, such as <c>radical</c> for kanji; null takes the finest.</summary>
    public string? LabelLevel { get; init; }

    /// <summary>Imbalance factor n_max / n_min of a long tail made from the set; 1 leaves it balanced.</summary>
    public double ImbalanceFactor { get; init; } = 1;

    /// <summary>Share of the training samples to keep, by class, in (0, 1].</summary>
    public double Fraction { get; init; } = 1;

    /// <summary>Share of training labels replaced by a uniformly drawn other class, in [0, 1).</summary>
    public double LabelNoise { get; init; }

    /// <summary>How batches are drawn.</summary>
    public SamplerKind Sampler { get; init; } = SamplerKind.Shuffle;

    /// <summary>Side of the square images in pixels; null takes the set's own.</summary>
    public int? ImageSize { get; init; }

    /// <summary>Augmentations of training batches, in order.</summary>
    public IReadOnlyList<AugmentationSpec> Augmentations { get; init; } = [];

    /// <summary>
    /// Number of fixed augmented views per sample and run; null draws a fresh view each epoch. A fixed number lets a
    /// teacher's logits be computed once per view.
    /// </summary>
    public int? Views { get; init; }

    /// <summary>Share of unreadable files, in [0, 1], above which the run fails.</summary>
    public double BadFileLimit { get; init; } = 0.001;
}

/// <summary>Which classes a reduced set keeps.</summary>
public enum ClassOrder
{
    /// <summary>The first ones in the set's order.</summary>
    First,

    /// <summary>A prefix of a permutation drawn by the data seed.</summary>
    Random,
}

/// <summary>How training samples are drawn.</summary>
public enum SamplerKind
{
    /// <summary>Every sample once an epoch, in an order drawn from the seed and the epoch.</summary>
    Shuffle,

    /// <summary>Classes uniformly, then a sample of the class; for long tails.</summary>
    ClassAware,
}

/// <summary>One augmentation of training batches.</summary>
public sealed record AugmentationSpec
{
    /// <summary>
    /// <c>crop</c> (random crop after padding), <c>flip</c>, <c>resized-crop</c>, <c>jitter</c> (brightness and contrast, and
    /// saturation where there is colour), <c>rand-augment</c>, <c>cutmix</c>, <c>mixup</c>.
    /// </summary>
    public string Name { get; init; } = "";

    /// <summary>
    /// Padding in pixels for crop, smallest area share for resized-crop, strength for jitter and rand-augment, the Beta
    /// parameter for cutmix and mixup; null takes the usual value.
    /// </summary>
    public double? Amount { get; init; }

    /// <summary>Probability of use per sample (per batch for cutmix and mixup).</summary>
    public double Probability { get; init; } = 1;
}
