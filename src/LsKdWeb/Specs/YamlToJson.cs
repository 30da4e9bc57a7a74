using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace LsKdWeb.Specs;

/// <summary>Turns YAML nodes into JSON nodes by YAML's core schema, and remembers the line of each.</summary>
internal static class YamlToJson
{
    /// <summary>Converts a node; <paramref name="lines"/> gets the line of every path.</summary>
    public static JsonNode? Convert(YamlNode node, string path, Dictionary<string, long> lines)
    {
        lines[path] = node.Start.Line;
        return node switch
        {
            YamlMappingNode mapping => Members(mapping, path, lines),
            YamlSequenceNode sequence => new JsonArray([.. sequence.Select((item, i) => Convert(item, $"{path}[{i}]", lines))]),
            YamlScalarNode scalar => Scalar(scalar),
            _ => throw new SpecFormatException("This form of YAML is not used in specs.", path, node.Start.Line),
        };
    }

    private static JsonObject Members(YamlMappingNode mapping, string path, Dictionary<string, long> lines)
    {
        var members = new JsonObject();
        foreach (var (key, value) in mapping)
        {
            var name = ((YamlScalarNode)key).Value ?? "";
            var inner = path.Length == 0 ? name : $"{path}.{name}";
            members[name] = Convert(value, inner, lines);
            lines[inner] = key.Start.Line;
        }
        return members;
    }

    private static JsonNode? Scalar(YamlScalarNode scalar) => (scalar.Style, scalar.Value ?? "") switch
    {
        (not ScalarStyle.Plain, var text) => JsonValue.Create(text),
        (_, "" or "~" or "null" or "Null" or "NULL") => null,
        (_, "true" or "True" or "TRUE") => JsonValue.Create(true),
        (_, "false" or "False" or "FALSE") => JsonValue.Create(false),
        (_, var text) when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => JsonValue.Create(whole),
        (_, var text) when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => JsonValue.Create(number),
        (_, var text) => JsonValue.Create(text),
    };
}
