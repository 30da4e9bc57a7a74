namespace LsKdWeb.Components;

/// <summary>Everything that pages need.</summary>
internal static class PagesSetup
{
    /// <summary>Services of the pages.</summary>
    public static IServiceCollection AddLsKdPages(this IServiceCollection services) => services;

    /// <summary>Addresses of the pages.</summary>
    public static WebApplication MapLsKdPages(this WebApplication app) => app;
}
