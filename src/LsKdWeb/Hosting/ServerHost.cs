using LsKdWeb.Api;
using LsKdWeb.Components;
using LsKdWeb.Jobs;
using LsKdWeb.Studies;

namespace LsKdWeb.Hosting;

/// <summary>Builds the web application.</summary>
internal static class ServerHost
{
    /// <summary>Registers services and maps pages and endpoints; the caller starts it.</summary>
    public static WebApplication Build(ServerOptions options)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(ServerHost).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        Configure(builder, options);
        var app = builder.Build();
        Map(app);
        return app;
    }

    private static void Configure(WebApplicationBuilder builder, ServerOptions options)
    {
        builder.WebHost.UseUrls(options.Urls);
        // A site for this machine alone answers to no other name, so that no foreign page reaches it by one.
        builder.Configuration["AllowedHosts"] = options.IsLocal ? "localhost;127.0.0.1;[::1]" : "*";
        // Without this, packages' assets answer 500 in every environment but Development unless published.
        builder.WebHost.UseStaticWebAssets();
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);
        builder.Services.AddEngine(options.Home.Ensure()).AddSupervisor();
        builder.Services.AddLsKdApi();
        builder.Services.AddStudies();
        builder.Services.AddLsKdPages();
        builder.Services.AddSingleton<Analyses.AnalysisFiles>();
        builder.Services.AddSingleton<Analyses.SamplePictures>();
        builder.Services.AddSingleton<Translations.IRunTranslations, Translations.RunTranslations>();
    }

    private static void Map(WebApplication app)
    {
        app.MapStaticAssets();
        app.MapLsKdApi();
        app.MapLsKdPages();
        app.MapLsKdArrays();
        app.MapStudies();
    }
}
