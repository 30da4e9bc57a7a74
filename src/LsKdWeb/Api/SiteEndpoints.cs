using System.Reflection;
using LsKd.Store.Database;
using LsKdWeb.Jobs;

namespace LsKdWeb.Api;

/// <summary>What the site says of itself.</summary>
/// <param name="Product">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Problems">Trouble that concerns the whole site.</param>
public sealed record SiteStatus(string Product, string Version, IReadOnlyList<SiteProblem> Problems);

/// <summary><c>/alive</c>, <c>/health</c> and <c>/api/site</c>.</summary>
internal static class SiteEndpoints
{
    /// <summary>Maps them.</summary>
    public static void Map(WebApplication app, IEndpointRouteBuilder api)
    {
        app.MapGet("/alive", () => TypedResults.Text("alive")).ExcludeFromDescription();
        app.MapGet("/health", HealthAsync).ExcludeFromDescription();
        api.MapGet("/site", (SiteHealth health) => new SiteStatus("LsKdWeb", Version(), health.Problems)).WithTags("Site");
        api.MapGet("/settings", (SiteSettingsFile file) => file.Current).WithTags("Site");
        api.MapPut("/settings", (SiteSettings settings, SiteSettingsFile file, CancellationToken cancel) => file.SaveAsync(settings, cancel)).WithTags("Site");
    }

    private static async Task<IResult> HealthAsync(StoreDatabase database, SiteHealth health, CancellationToken cancel)
    {
        var problems = health.Problems.Select(p => p.Message).ToList();
        if (await database.ProblemAsync(cancel) is { } problem)
            problems.Add(problem);
        return problems.Count == 0
            ? TypedResults.Text("healthy")
            : TypedResults.Text(string.Join('\n', problems), statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    private static string Version() =>
        typeof(SiteEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
}
