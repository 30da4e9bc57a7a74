using System.Text.Json;
using System.Text.Json.Nodes;
using LsKd.Core.Specs;

namespace LsKdWeb.Components.Pages.Comparison;

/// <summary>A setting and its value in each run.</summary>
public sealed record SpecRow(string Setting, IReadOnlyList<string> Values)
{
    /// <summary>Whether the runs disagree.</summary>
    public bool Differs => Values.Distinct().Count() > 1;
}

/// <summary>Specs as rows of dotted settings.</summary>
public static class SpecTable
{
    private static readonly string[] Labels = ["name", "tags", "notes"];

    /// <summary>Every setting of the specs, in the order of the document; names, tags and notes are left out.</summary>
    public static IReadOnlyList<SpecRow> Of(IReadOnlyList<RunSpec> specs) => OfGroups([.. specs.Select(s => (RunSpec[])[s])]);

    /// <summary>The same for specs that were put together: a cell holds every value that its group has.</summary>
    public static IReadOnlyList<SpecRow> OfGroups(IReadOnlyList<IEnumerable<RunSpec>> groups)
    {
        var flat = groups.Select(group => group.Select(s => Flatten(JsonSerializer.SerializeToNode(s, SpecJson.Options), "").ToDictionary(p => p.Key, p => p.Value)).ToList()).ToList();
        var settings = flat.SelectMany(g => g).SelectMany(f => f.Keys).Distinct().Where(k => !Labels.Contains(k.Split('.')[0]));
        return [.. settings.Select(k => new SpecRow(k, [.. flat.Select(g => string.Join(", ", g.Select(f => f.GetValueOrDefault(k, "–")).Distinct()))]))];
    }

    private static IEnumerable<KeyValuePair<string, string>> Flatten(JsonNode? node, string path)
    {
        if (node is JsonObject parent)
            return parent.SelectMany(member => Flatten(member.Value, path.Length == 0 ? member.Key : $"{path}.{member.Key}"));
        var text = node switch { null => "–", JsonArray { Count: 0 } => "none", JsonValue value => value.ToString(), _ => node.ToJsonString() };
        return [new(path, text)];
    }
}
