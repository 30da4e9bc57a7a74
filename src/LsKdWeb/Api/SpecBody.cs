using System.Text.Json;
using LsKd.Core.Specs;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace LsKdWeb.Api;

/// <summary>A body that holds a spec: <c>{"spec": { ... }, "record": { ... }}</c>, or the spec alone.</summary>
internal static class SpecBody
{
    /// <summary>How a run is asked for.</summary>
    public const string Shapes = """The body is {"spec": { ... }}, or the spec's own members alone.""";

    /// <summary>Reads either shape.</summary>
    /// <exception cref="ArgumentException">It is neither.</exception>
    /// <exception cref="JsonException">A member is unknown or of another kind.</exception>
    public static NewRun Read(JsonElement body)
    {
        if (body.ValueKind is not JsonValueKind.Object || !body.EnumerateObject().Any())
            throw new ArgumentException(Shapes);
        if (!body.EnumerateObject().Any(m => m.NameEquals("spec") || m.NameEquals("record")))
            return new NewRun(body.Deserialize<RunSpec>(SpecJson.Options)!);
        var request = body.Deserialize<NewRun>(SpecJson.Options)!;
        return request.Spec is null ? throw new ArgumentException(Shapes) : request;
    }

    /// <summary>Tells the interface's description of both shapes.</summary>
    public static TBuilder TakesEitherShape<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithDescription(Shapes).AddOpenApiOperationTransformer(async (operation, context, cancel) =>
        {
            var wrapped = await context.GetOrCreateSchemaAsync(typeof(NewRun), null, cancel);
            var bare = await context.GetOrCreateSchemaAsync(typeof(RunSpec), null, cancel);
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Description = Shapes,
                Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = new() { Schema = new OpenApiSchema { OneOf = [wrapped, bare] } } },
            };
        });
}
