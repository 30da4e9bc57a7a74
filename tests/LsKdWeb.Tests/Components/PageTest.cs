using Bunit;
using LsKd.Core.Runs;
using LsKd.Store.Contracts;
using LsKdWeb.Components.Pages.Runs;
using LsKdWeb.Components.Shared;
using LsKdWeb.Hosting;
using LsKdWeb.Specs;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;

namespace LsKdWeb.Tests.Components;

/// <summary>Renders pages with fakes in place of the store.</summary>
public abstract class PageTest : BunitContext, IAsyncLifetime
{
    private protected FakeCatalog Catalog { get; } = new();

    private protected FakeCommands Commands { get; } = new();

    private protected FakeFeed Feed { get; } = new();

    private protected FakeChecker Checker { get; } = new();

    private protected HandClock Clock { get; } = new();

    private protected string Home { get; } = Directory.CreateTempSubdirectory("lskd-pages-").FullName;

    public ValueTask InitializeAsync()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices(mud => mud.PopoverOptions.CheckForPopoverProvider = false);
        Services.AddSingleton<IRunCatalog>(Catalog).AddSingleton<IRunCommands>(Commands).AddSingleton<IRunFeed>(Feed);
        Services.AddSingleton<ISpecChecker>(Checker).AddSingleton<TimeProvider>(Clock);
        Services.AddSingleton(new HomeFolder(Home)).AddSingleton<SavedViews>().AddScoped<RunActions>();
        Render<MudPopoverProvider>();
        return ValueTask.CompletedTask;
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await DisposeAsync();
        Directory.Delete(Home, recursive: true);
        GC.SuppressFinalize(this);
    }

    private protected static RunSummary Run(string id, RunState state = RunState.Succeeded) => new()
    {
        Id = id, Name = $"Run {id}", State = state, Dataset = "fashion-mnist", Model = "resnet8", Objective = "cross-entropy",
        Created = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
    };
}
