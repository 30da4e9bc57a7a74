using System.Text.Json;
using System.Text.Json.Nodes;
using LsKd.Core.Specs;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;
using YamlDotNet.Serialization;

namespace LsKdWeb.Specs;

/// <summary>Specs as YAML: the same members as the JSON form. Since YAML contains JSON, a JSON spec is read too.</summary>
public static class SpecYaml
{
    private static readonly string[] AlwaysShown =
    [
        "data.dataset", "model.name", "objective.name", "objective.smoothing", "training.epochs", "training.batchSize",
        "training.seed", "training.optimizer.name", "training.optimizer.learningRate", "training.schedule.name",
    ];

    // Translation batches by units.
    private static readonly string[] AlwaysTranslated =
        [.. AlwaysShown.Where(path => path != "training.batchSize"), "translation.batchTokens"];

    private static readonly Dictionary<string, object> NoParts = [];

    private static readonly ISerializer Serializer = new SerializerBuilder()
        .WithQuotingNecessaryStrings().WithIndentedSequences().Build();

    /// <summary>Writes a spec.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="full">Whether settings at their defaults are written too; else only those that every reader looks for.</param>
    public static string Write(RunSpec spec, bool full = false) => full ? WriteAll(spec)
        : Write(spec, new RunSpec(), NoParts, spec.Task is RunTask.Translation ? AlwaysTranslated : AlwaysShown);

    /// <summary>Writes all settings of a document.</summary>
    public static string WriteAll<T>(T value)
        where T : class => Serializer.Serialize(Plain(ToNode(value))!);

    /// <summary>Writes what differs from the usual document, and the members named by path.</summary>
    /// <param name="value">The document.</param>
    /// <param name="usual">The document in which nothing was chosen.</param>
    /// <param name="parts">By path, what is usual of parts that the usual document leaves out, and of each element of a list.</param>
    /// <param name="always">Paths that are written whatever they hold.</param>
    public static string Write<T>(T value, T usual, IReadOnlyDictionary<string, object> parts, params IReadOnlyCollection<string> always)
        where T : class
    {
        var usualParts = parts.ToDictionary(p => p.Key, p => JsonSerializer.SerializeToNode(p.Value, p.Value.GetType(), SpecJson.Options));
        return Serializer.Serialize(Plain(new Deviations(usualParts, always).Of(ToNode(value), ToNode(usual), "") ?? new JsonObject())!);
    }

    /// <summary>Reads a spec; settings that are not named have their defaults.</summary>
    /// <exception cref="SpecFormatException">The text is not a spec; says what and where.</exception>
    public static RunSpec Read(string text) => Read<RunSpec>(text);

    /// <summary>Reads a document; members that are not named have their defaults.</summary>
    /// <exception cref="SpecFormatException">The text is no such document; says what and where.</exception>
    public static T Read<T>(string text)
        where T : class
    {
        var lines = new Dictionary<string, long>();
        try
        {
            return Parse(text, lines).Deserialize<T>(SpecJson.Options)!;
        }
        catch (YamlException e)
        {
            throw new SpecFormatException(e.InnerException?.Message ?? e.Message, "", e.Start.Line, e);
        }
        catch (JsonException e)
        {
            throw SpecProblemText.Describe(e, lines);
        }
    }

    private static JsonObject ToNode<T>(T value) => (JsonObject)JsonSerializer.SerializeToNode(value, SpecJson.Options)!;

    private static JsonObject Parse(string text, Dictionary<string, long> lines)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return stream.Documents.Count switch
        {
            0 => [],
            1 when stream.Documents[0].RootNode is YamlMappingNode root => (JsonObject)YamlToJson.Convert(root, "", lines)!,
            1 => throw new SpecFormatException("A spec is a list of settings such as \"training:\".", "", 1),
            _ => throw new SpecFormatException("A spec is one document; this text has several.", "", 0),
        };
    }

    // What a document says that is not usual.
    private sealed class Deviations(IReadOnlyDictionary<string, JsonNode?> parts, IReadOnlyCollection<string> always)
    {
        public JsonNode? Of(JsonNode? node, JsonNode? usual, string path) => node switch
        {
            JsonObject members => OfMembers(members, (usual ?? parts.GetValueOrDefault(path)) as JsonObject, path),
            JsonArray { Count: > 0 } items when parts.TryGetValue(path, out var element) =>
                new JsonArray([.. items.Select(item => Of(item, element, path) ?? new JsonObject())]),
            _ => JsonNode.DeepEquals(node, usual) && !always.Contains(path) ? null : node?.DeepClone(),
        };

        private JsonObject? OfMembers(JsonObject members, JsonObject? usual, string path)
        {
            var kept = new JsonObject();
            foreach (var (name, value) in members)
                if (Of(value, usual?[name], path.Length == 0 ? name : $"{path}.{name}") is { } different)
                    kept[name] = different;
            return kept.Count > 0 ? kept : null;
        }
    }

    private static object? Plain(JsonNode? node) => node switch
    {
        null => null,
        JsonObject members => members.ToDictionary(m => m.Key, m => Plain(m.Value)),
        JsonArray items => items.Select(Plain).ToList(),
        JsonValue value when value.GetValueKind() is JsonValueKind.String => value.GetValue<string>(),
        JsonValue value when value.GetValueKind() is JsonValueKind.True or JsonValueKind.False => value.GetValue<bool>(),
        JsonValue value => Number(value),
        _ => node.ToString(),
    };

    private static object Number(JsonValue value) =>
        decimal.TryParse(value.ToJsonString(), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? number
            : value.ToJsonString();
}
