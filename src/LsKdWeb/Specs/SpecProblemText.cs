using System.Text.Json;
using System.Text.RegularExpressions;
using LsKd.Core.Specs;

namespace LsKdWeb.Specs;

/// <summary>Says what the JSON reader found wrong in a spec, in the words of the form.</summary>
internal static partial class SpecProblemText
{
    /// <summary>The error with its field and line.</summary>
    public static SpecFormatException Describe(JsonException error, IReadOnlyDictionary<string, long> lines, string whole = "The spec")
    {
        var path = (error.Path ?? "").TrimStart('$').TrimStart('.');
        if (Unmapped().Match(error.Message) is { Success: true } match)
            return Unknown(match.Groups[1].Value, path, lines, error);
        var kind = Expected().Match(error.Message) is { Success: true } type ? Kind(type.Groups[1].Value) : "another kind of value";
        return new($"{Name(path, whole)} needs {kind}.", path, Line(lines, path), error);
    }

    private static SpecFormatException Unknown(string member, string path, IReadOnlyDictionary<string, long> lines, Exception error)
    {
        var parent = path.EndsWith(member, StringComparison.Ordinal) ? path[..^member.Length].TrimEnd('.') : path;
        var full = parent.Length == 0 ? member : $"{parent}.{member}";
        var where = parent.Length == 0 ? "a spec" : $"\"{parent}\"";
        return new($"There is no setting \"{member}\" in {where}.", full, Line(lines, full), error);
    }

    private static long Line(IReadOnlyDictionary<string, long> lines, string path) => lines.GetValueOrDefault(path);

    private static string Name(string path, string whole) => path.Length == 0 ? whole : $"\"{path}\"";

    private static string Kind(string type) => type switch
    {
        _ when OfProduct(type) is null && type.Contains("Int", StringComparison.Ordinal) => "a whole number",
        _ when type.Contains("Double", StringComparison.Ordinal) => "a number",
        _ when type.Contains("Boolean", StringComparison.Ordinal) => "true or false",
        _ when type.Contains("String", StringComparison.Ordinal) => "a text (put it in quotes)",
        _ when type.Contains("List", StringComparison.Ordinal) => "a list",
        _ => OfProduct(type) switch
        {
            { IsEnum: true } words => $"one of {string.Join(", ", Enum.GetNames(words).Select(JsonNamingPolicy.KebabCaseLower.ConvertName))}",
            { } group => $"settings of its own below it: {string.Join(", ", group.GetProperties().Where(p => p.CanWrite).Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name)))}",
            _ => "another kind of value",
        },
    };

    private static Type? OfProduct(string type) =>
        ProductType().Match(type) is { Success: true } name ? typeof(RunSpec).Assembly.GetType(name.Value) : null;

    [GeneratedRegex("JSON property '([^']+)' could not be mapped")]
    private static partial Regex Unmapped();

    [GeneratedRegex(@"LsKd\.Core\.[\w.+]+")]
    private static partial Regex ProductType();

    [GeneratedRegex("could not be converted to ([^ ]+?)\\. ")]
    private static partial Regex Expected();
}
