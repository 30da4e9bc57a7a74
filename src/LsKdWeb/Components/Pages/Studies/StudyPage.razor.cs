using LsKd.Core.Runs;
using LsKd.Core.Studies.Catalog;
using LsKd.Core.Studies.Plans;
using LsKd.Store.Contracts;
using LsKdWeb.Studies;
using Microsoft.AspNetCore.Components;

namespace LsKdWeb.Components.Pages.Studies;

/// <summary>A claim: its verdict, figures and tables from whatever is stored, live while runs are at work, and the form to launch it.</summary>
public sealed partial class StudyPage : ComponentBase, IAsyncDisposable
{
    private Exception? failure;
    private bool loaded;
    private bool gone;
    private (string Name, string? Id) opened;

    /// <summary>The study's name.</summary>
    [Parameter] public string Name { get; set; } = "";

    /// <summary>Id of one launch; the newest where left out.</summary>
    [SupplyParameterFromQuery] public string? Id { get; set; }

    [Inject] private IServiceProvider Services { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    private StudyReader Reader => Services.GetRequiredService<StudyReader>();

    private StudyDescriptor? Study => StudyCatalog.Find(Name);

    private IReadOnlyList<StudyRecord> Launched { get; set; } = [];

    private LiveStudy? Live { get; set; }

    private StudySpec FormSpec => Live?.Report.Evidence.Plan.Spec ?? new StudySpec { Study = Name };

    private int Broken => Live!.Report.Evidence.Runs.Count(r => r.State is RunState.Failed or RunState.Cancelled);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        gone = true;
        return CloseAsync();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (opened == (Name, Id) || Study is null)
            return;
        opened = (Name, Id);
        loaded = false;
        await OpenAsync();
    }

    private async Task OpenAsync()
    {
        try
        {
            failure = null;
            await CloseAsync();
            Launched = Reader.Launched(Name);
            if (Chosen() is { } id)
                Live = await LiveStudy.OpenAsync(
                    id, Reader, Services.GetRequiredService<IRunCatalog>(), Services.GetRequiredService<IRunFeed>(),
                    Services.GetRequiredService<TimeProvider>(), () => InvokeAsync(StateHasChanged));
            if (gone)
                await CloseAsync();
        }
        catch (Exception e)
        {
            failure = e;
        }
        loaded = true;
    }

    private async ValueTask CloseAsync()
    {
        var open = Live;
        Live = null;
        if (open is not null)
            await open.DisposeAsync();
    }

    private string? Chosen() => Id is not null && Launched.Any(r => r.Id == Id) ? Id : Launched.FirstOrDefault()?.Id;

    // What was launched goes on where the page was left meanwhile.
    private async Task LaunchAsync(StudySpec spec)
    {
        try
        {
            failure = null;
            var id = await Services.GetRequiredService<IStudyLauncher>().StartAsync(spec);
            if (gone)
                return;
            opened = (Name, id);
            Id = id;
            await OpenAsync();
            if (!gone)
                Navigation.NavigateTo(PageUrls.Study(Name, id), replace: true);
        }
        catch (Exception e)
        {
            failure = e;
        }
    }
}
