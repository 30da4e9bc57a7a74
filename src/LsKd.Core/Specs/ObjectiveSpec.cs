namespace LsKd.Core.Specs;

/// <summary>A loss by name with its settings. Which settings a loss uses is said by <see cref="Catalogs.ObjectiveCatalog"/>.</summary>
public sealed record ObjectiveSpec
{
    /// <summary>A name of <see cref="Catalogs.ObjectiveCatalog"/>.</summary>
    public string Name { get; init; } = "cross-entropy";

    /// <summary>Label-smoothing factor alpha, in [0, 1).</summary>
    public double Smoothing { get; init; }

    /// <summary>Where the smoothed mass goes.</summary>
    public SmoothingConvention Convention { get; init; } = SmoothingConvention.AllClasses;

    /// <summary>Softmax temperature T of distillation, above 0.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>Weight beta of the soft part; 1 - beta goes to the hard label. In [0, 1].</summary>
    public double SoftWeight { get; init; } = 1;

    /// <summary>First weight of an objective with parts of its own (DKD alpha, DIST beta, MaxSup alpha, WSLD alpha, Tf-KD multiplier).</summary>
    public double? FirstWeight { get; init; }

    /// <summary>Second weight of an objective with parts of its own (DKD beta, DIST gamma).</summary>
    public double? SecondWeight { get; init; }

    /// <summary>Teacher logits kept per position (the rest renormalised away); null keeps all.</summary>
    public int? TopK { get; init; }

    /// <summary>First epoch (from 1) in which the distillation part is used.</summary>
    public int DistillFrom { get; init; } = 1;

    /// <summary>Last epoch in which the distillation part is used; null for all.</summary>
    public int? DistillUntil { get; init; }
}

/// <summary>The two definitions of label smoothing in use.</summary>
public enum SmoothingConvention
{
    /// <summary>y (1 - a) + a / K over all K classes (Szegedy, Mueller, PyTorch).</summary>
    AllClasses,

    /// <summary>1 - a on the label and a / (K - 1) on each other class (Shen, Eq. 1).</summary>
    WrongClasses,
}
