using LsKdWeb.Components.Pages.Runs;
using LsKdWeb.Components.Shared;
using MudBlazor;
using MudBlazor.Services;

namespace LsKdWeb.Components;

/// <summary>Everything that pages need.</summary>
internal static class PagesSetup
{
    /// <summary>Services of the pages.</summary>
    public static IServiceCollection AddLsKdPages(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddMudServices(mud =>
        {
            mud.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomRight;
            mud.SnackbarConfiguration.PreventDuplicates = true;
            mud.SnackbarConfiguration.VisibleStateDuration = 6000;
        });
        services.AddSingleton<SavedViews>();
        services.AddScoped<RunActions>();
        services.AddScoped<Pages.Explore.ClassChoices>();
        return services;
    }

    /// <summary>Addresses of the pages.</summary>
    public static WebApplication MapLsKdPages(this WebApplication app)
    {
        app.UseAntiforgery();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        return app;
    }
}
