using System.Text.Json;
using System.Text.Json.Serialization;

namespace LsKdWeb.Components.Charts;

/// <summary>Writes numbers for a chart: what is not finite becomes null, which a chart shows as a gap.</summary>
internal sealed class FiniteNumbers : JsonConverter<IReadOnlyList<double>>
{
    /// <inheritdoc/>
    public override IReadOnlyList<double> Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize<List<double?>>(ref reader, options)!.ConvertAll(v => v ?? double.NaN);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, IReadOnlyList<double> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var number in value)
            if (double.IsFinite(number))
                writer.WriteNumberValue(number);
            else
                writer.WriteNullValue();
        writer.WriteEndArray();
    }
}

/// <summary><see cref="FiniteNumbers"/> for a matrix.</summary>
internal sealed class FiniteRows : JsonConverter<IReadOnlyList<IReadOnlyList<double>>>
{
    private static readonly FiniteNumbers Row = new();

    /// <inheritdoc/>
    public override IReadOnlyList<IReadOnlyList<double>> Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize<List<List<double?>>>(ref reader, options)!
            .ConvertAll(IReadOnlyList<double> (row) => row.ConvertAll(v => v ?? double.NaN));

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, IReadOnlyList<IReadOnlyList<double>> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var row in value)
            Row.Write(writer, row, options);
        writer.WriteEndArray();
    }
}
