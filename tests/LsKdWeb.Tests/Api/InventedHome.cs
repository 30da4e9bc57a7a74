using LsKd.Store.Rebuild;
using LsKd.Tests.Shared;
using LsKdWeb.Analyses;
using LsKdWeb.Api;
using LsKdWeb.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LsKdWeb.Tests.Api;

/// <summary>A home with invented runs, its index, and the array endpoints on a free port.</summary>
public sealed class InventedHome : IAsyncLifetime
{
    private WebApplication? app;

    public HomeFolder Home { get; } = new HomeFolder(Directory.CreateTempSubdirectory("lskd-home-").FullName).Ensure();

    public HttpClient Http { get; } = new();

    public IServiceProvider Services => app!.Services;

    public AnalysisFiles Files => Services.GetRequiredService<AnalysisFiles>();

    public async ValueTask InitializeAsync()
    {
        new InventedRuns(Home.Runs) { SamplesPerSplit = 300, Epochs = [4] }.WriteStudy();
        new InventedRuns(Home.Runs) { SamplesPerSplit = 100 }.Write("teacher9", 0, 9);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddEngine(Home).AddSingleton<AnalysisFiles>().AddSingleton<SamplePictures>();
        app = builder.Build();
        app.MapLsKdArrays();
        await app.Services.GetRequiredService<StoreRebuilder>().RebuildAsync();
        await app.StartAsync();
        Http.BaseAddress = new Uri(app.Urls.First());
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (app is not null)
            await app.DisposeAsync();
        Directory.Delete(Home.Root, recursive: true);
    }
}
