namespace LsKd.Learning.Data.Stored;

/// <summary>The part of a data set that a sample was published in.</summary>
internal enum Part : byte
{
    Train,
    Validation,
    Test,

    /// <summary>An extra test part from another distribution.</summary>
    OutOfDistribution,
}

/// <summary>Per channel, what normalised pixels are made with: (value / 255 - mean) / deviation.</summary>
internal sealed record Normalisation(IReadOnlyList<float> Mean, IReadOnlyList<float> Deviation)
{
    /// <summary>The usual constants of ImageNet, for photographs in colour.</summary>
    public static Normalisation ImageNet { get; } = new([0.485f, 0.456f, 0.406f], [0.229f, 0.224f, 0.225f]);

    /// <summary>Normalised value of every byte, [C, 256].</summary>
    public float[] Table() =>
        [.. from c in Enumerable.Range(0, Mean.Count) from v in Enumerable.Range(0, 256) select ((v / 255f) - Mean[c]) / Deviation[c]];
}

/// <summary>A data set as its files hold it, before anything is derived. A sample's index here is its stable id.</summary>
internal sealed record StoredSet
{
    /// <summary>Name for messages.</summary>
    public required string Name { get; init; }

    /// <summary>Class names, by stored label.</summary>
    public required IReadOnlyList<string> ClassNames { get; init; }

    /// <summary>Stored label of each sample.</summary>
    public required int[] Labels { get; init; }

    /// <summary>Part of each sample.</summary>
    public required Part[] Parts { get; init; }

    /// <summary>The images.</summary>
    public required IPixelStore Pixels { get; init; }

    /// <summary>How pixels are normalised.</summary>
    public required Normalisation Normalisation { get; init; }
}
