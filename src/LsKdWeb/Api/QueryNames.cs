using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http.Metadata;

namespace LsKdWeb.Api;

/// <summary>Refuses names in a query string that an address does not know: a misspelt one would silently not be obeyed.</summary>
internal static class QueryNames
{
    private static readonly ConcurrentDictionary<Endpoint, IReadOnlyList<string>> Known = new();

    /// <summary>Lets requests pass whose names are known.</summary>
    /// <exception cref="ArgumentException">A name is not; the message names it and the known ones.</exception>
    public static ValueTask<object?> Check(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var query = context.HttpContext.Request.Query;
        if (query.Count > 0 && context.HttpContext.GetEndpoint() is { } endpoint)
        {
            var known = Known.GetOrAdd(endpoint, Of);
            if (query.Keys.FirstOrDefault(name => !known.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } unknown)
                throw new ArgumentException(
                    $"This address knows no query parameter \"{unknown}\". {(known.Count == 0 ? "It takes none." : $"Known: {string.Join(", ", known)}.")}");
        }
        return next(context);
    }

    private static IReadOnlyList<string> Of(Endpoint endpoint)
    {
        var route = (endpoint as RouteEndpoint)?.RoutePattern.Parameters.Select(p => p.Name).ToHashSet(StringComparer.OrdinalIgnoreCase) ?? [];
        return
        [
            .. endpoint.Metadata.OfType<IParameterBindingMetadata>()
                .Where(p => IsValue(p.ParameterInfo.ParameterType) && !route.Contains(p.Name))
                .Select(p => char.ToLowerInvariant(p.Name[0]) + p.Name[1..]).Distinct(StringComparer.OrdinalIgnoreCase),
        ];
    }

    // What a query string can hold: texts, numbers and the like, alone or several.
    private static bool IsValue(Type type)
    {
        var one = type.IsArray ? type.GetElementType()! : Nullable.GetUnderlyingType(type) ?? type;
        return one == typeof(string) || one.IsPrimitive || one.IsEnum;
    }
}
