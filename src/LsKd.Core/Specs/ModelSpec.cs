namespace LsKd.Core.Specs;

/// <summary>A network by name and size.</summary>
public sealed record ModelSpec
{
    /// <summary>A name of <see cref="Catalogs.ModelCatalog"/>.</summary>
    public string Name { get; init; } = "resnet8";

    /// <summary>Channels of the first stage (hidden units of an MLP); null takes the architecture's own.</summary>
    public int? Width { get; init; }

    /// <summary>Dropout before the last layer, in [0, 1).</summary>
    public double Dropout { get; init; }

    /// <summary>Weights to start from: a safetensors file of the same architecture, or null for a fresh start.</summary>
    public string? Weights { get; init; }
}
