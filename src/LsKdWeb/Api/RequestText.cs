using System.Text.Json;
using System.Text.RegularExpressions;
using LsKdWeb.Specs;

namespace LsKdWeb.Api;

/// <summary>Says what is wrong with a request without naming the product's own types.</summary>
internal static partial class RequestText
{
    /// <summary>How a run is asked for.</summary>
    public const string RunBody = """A run is posted as {"spec": { ... }}, with the spec's own members within.""";

    /// <summary>What is wrong with a body.</summary>
    public static string Of(JsonException error)
    {
        if (Foreign().Match(error.Message) is { Success: true } foreign && foreign.Groups[2].Value.EndsWith("." + nameof(NewRun), StringComparison.Ordinal))
            return $"\"{foreign.Groups[1].Value}\" is not a member of the request. {RunBody}";
        return error.Message.Contains("could not be", StringComparison.Ordinal)
            ? SpecProblemText.Describe(error, new Dictionary<string, long>()).Message
            : error.Message;
    }

    /// <summary>What is wrong with an address or with a body that is missing.</summary>
    public static string Of(string message)
    {
        if (message.Contains("no body was provided", StringComparison.Ordinal))
            return "The request needs a JSON body.";
        if (Missing().Match(message) is { Success: true } missing)
            return missing.Groups[2].Value.Contains("body", StringComparison.Ordinal)
                ? "The request needs a JSON body."
                : $"\"{missing.Groups[1].Value}\" is missing in the {missing.Groups[2].Value}.";
        return Unbound().Match(message) is { Success: true } unbound
            ? $"\"{unbound.Groups[1].Value}\" cannot be \"{unbound.Groups[2].Value}\"."
            : message;
    }

    [GeneratedRegex("JSON property '([^']+)' could not be mapped to any .NET member contained in type '([^']+)'")]
    private static partial Regex Foreign();

    [GeneratedRegex("""Required parameter "\S+ (\w+)" was not provided from (.+?)\.?$""")]
    private static partial Regex Missing();

    [GeneratedRegex("""Failed to bind parameter "\S+ (\w+)" from "(.*)"\.""")]
    private static partial Regex Unbound();
}
