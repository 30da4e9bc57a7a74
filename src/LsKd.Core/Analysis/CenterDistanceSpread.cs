using System.Text.Json.Serialization;

namespace LsKd.Core.Analysis;

/// <summary>Mean, sample standard deviation, least and greatest of several values.</summary>
public sealed record Spread(
    [property: JsonPropertyName("mean")] double Mean,
    [property: JsonPropertyName("sd")] double? Sd,
    [property: JsonPropertyName("min")] double Min,
    [property: JsonPropertyName("max")] double Max,
    [property: JsonPropertyName("n")] int Count)
{
    /// <summary>Summarises values; null where there are none. The standard deviation needs two.</summary>
    public static Spread? Of(IReadOnlyList<double> values)
    {
        if (values.Count == 0)
            return null;
        var mean = values.Average();
        double? sd = values.Count < 2 ? null : Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1));
        return new(mean, sd, values.Min(), values.Max(), values.Count);
    }
}

/// <summary>Spread of the centre distances of several pairs of classes; each part null where no pair has it.</summary>
public sealed record CenterDistanceSpread(
    [property: JsonPropertyName("features")] Spread? Features,
    [property: JsonPropertyName("features_over_radius")] Spread? FeaturesOverRadius,
    [property: JsonPropertyName("plane")] Spread? Plane,
    [property: JsonPropertyName("plane_over_radius")] Spread? PlaneOverRadius)
{
    /// <summary>Summarises pairs; null where there are none.</summary>
    public static CenterDistanceSpread? Of(IReadOnlyList<CenterDistanceValues> pairs) => pairs.Count == 0 ? null : new(
        Spread.Of([.. pairs.Select(p => p.Features)]),
        Spread.Of([.. pairs.Select(p => p.FeaturesOverRadius).OfType<double>()]),
        Spread.Of([.. pairs.Select(p => p.Plane).OfType<double>()]),
        Spread.Of([.. pairs.Select(p => p.PlaneOverRadius).OfType<double>()]));
}
