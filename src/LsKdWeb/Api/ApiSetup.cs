using System.Text.Json.Serialization;
using LsKd.Core.Specs;

namespace LsKdWeb.Api;

/// <summary>The HTTP interface under <c>/api</c>: JSON as in the files, errors as problem documents, described by OpenAPI.</summary>
internal static class ApiSetup
{
    /// <summary>Services of the interface.</summary>
    public static IServiceCollection AddLsKdApi(this IServiceCollection services)
    {
        services.AddOpenApi();
        services.AddProblemDetails();
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(o =>
        {
            o.SerializerOptions.UnmappedMemberHandling = SpecJson.Options.UnmappedMemberHandling;
            o.SerializerOptions.NumberHandling = SpecJson.Options.NumberHandling;
            foreach (var converter in SpecJson.Options.Converters)
                o.SerializerOptions.Converters.Add(converter);
        });
        return services;
    }

    /// <summary>Addresses of the interface.</summary>
    public static WebApplication MapLsKdApi(this WebApplication app)
    {
        app.UseWhen(c => c.Request.Path.StartsWithSegments("/api"), branch => branch.UseExceptionHandler(ApiErrors.Options));
        app.MapOpenApi("/api/openapi.json");
        var api = app.MapGroup("/api").AddEndpointFilter(RefuseOtherSites).AddEndpointFilter(QueryNames.Check);
        RunEndpoints.Map(api);
        SiteEndpoints.Map(app, api);
        SlurmEndpoints.Map(api);
        return app;
    }

    // A page of another site must not steer this one through a visitor's browser.
    private static ValueTask<object?> RefuseOtherSites(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.Request.Headers["Sec-Fetch-Site"] == "cross-site" && !HttpMethods.IsGet(context.HttpContext.Request.Method)
            ? ValueTask.FromResult<object?>(TypedResults.Problem("Requests from other sites are refused.", statusCode: StatusCodes.Status403Forbidden))
            : next(context);
}
