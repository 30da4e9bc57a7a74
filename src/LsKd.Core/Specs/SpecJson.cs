using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LsKd.Core.Specs;

/// <summary>The one JSON form of specs, events, results and reports.</summary>
public static class SpecJson
{
    /// <summary>Camel case, enums as kebab-case words, unknown members refused, NaN and infinity as words.</summary>
    public static JsonSerializerOptions Options { get; } = Build(indented: false);

    /// <summary><see cref="Options"/> over several lines, for files that people read.</summary>
    public static JsonSerializerOptions Indented { get; } = Build(indented: true);

    /// <summary>Writes a spec for people: indented, defaults included.</summary>
    public static string Write(RunSpec spec) => JsonSerializer.Serialize(spec, Indented);

    /// <summary>Reads a spec.</summary>
    /// <exception cref="JsonException">The text is not a spec; the message names the member.</exception>
    public static RunSpec Read(string json) =>
        JsonSerializer.Deserialize<RunSpec>(json, Options) ?? throw new JsonException("The spec is empty.");

    /// <summary>
    /// SHA-256 (hex) over what decides the weights: the spec without name, tags, notes and resources.
    /// </summary>
    public static string Hash(RunSpec spec)
    {
        var bare = spec with { Name = "", Tags = [], Notes = "", Resources = new() };
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(bare, Options))));
    }

    private static JsonSerializerOptions Build(bool indented)
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            WriteIndented = indented,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
            AllowOutOfOrderMetadataProperties = true,
        };
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower));
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
