namespace LsKd.Learning.Analysis;

/// <summary>What a report is made for and with which settings.</summary>
public sealed record AnalysisOptions
{
    /// <summary>The split, for the report; empty for a bundle that names none.</summary>
    public string Split { get; init; } = "";

    /// <summary>Epoch of the weights, for the report; null where unknown.</summary>
    public int? Epoch { get; init; }

    /// <summary>Class names, by label; empty names classes by number.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = [];

    /// <summary>Three classes of the projection and the centre distance; empty lets the evidence choose.</summary>
    public IReadOnlyList<int> Triple { get; init; } = [];

    /// <summary>Training samples by class, for many-, medium- and few-shot accuracy; empty leaves it out.</summary>
    public IReadOnlyList<int> TrainCounts { get; init; } = [];

    /// <summary>Part of the network whose logits come as <see cref="AnalysisBatch.PartnerLogits"/>.</summary>
    public PartnerRole Partner { get; init; } = PartnerRole.Student;

    /// <summary>Error rates at which coverage is reported.</summary>
    public IReadOnlyList<double> Risks { get; init; } = [0.01, 0.02, 0.05, 0.1];

    /// <summary>Bootstrap resamples of the intervals; 0 leaves them out.</summary>
    public int Resamples { get; init; } = 1000;

    /// <summary>Seed of the bootstrap and of subsamples.</summary>
    public int Seed { get; init; }

    /// <summary>Up to this many classes the report itself holds the [K, K] matrices.</summary>
    public int MatrixClasses { get; init; } = int.MaxValue;

    /// <summary>Whether the report lists the coordinates of the triple's samples in the plane.</summary>
    public bool ListProjection { get; init; }

    internal string Where => Split.Length == 0 ? "the bundle" : $"split '{Split}'";

    internal IReadOnlyList<string> NamesOf(int classes) =>
        ClassNames.Count > 0 ? ClassNames : [.. Enumerable.Range(0, classes).Select(k => $"class {k}")];

    /// <summary>Refuses options that do not fit a number of classes.</summary>
    internal void Check(int classes)
    {
        if (ClassNames.Count > 0 && ClassNames.Count != classes)
            throw new InvalidDataException($"{ClassNames.Count} class names are given for {classes} classes");
        if (TrainCounts.Count > 0 && TrainCounts.Count != classes)
            throw new InvalidDataException($"{TrainCounts.Count} training counts are given for {classes} classes");
        if (Triple.Count > 0 && (Triple.Count != 3 || Triple.Distinct().Count() != 3 || Triple.Any(k => k < 0 || k >= classes)))
            throw new InvalidDataException($"a triple needs three different classes of 0 to {classes - 1}, not {string.Join(", ", Triple)}");
    }
}
