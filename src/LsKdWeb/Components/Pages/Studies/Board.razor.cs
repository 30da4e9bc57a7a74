using LsKd.Core.Studies.Catalog;
using LsKd.Core.Studies.Reports;
using LsKd.Core.Studies.Verdicts;
using LsKdWeb.Studies;
using Microsoft.AspNetCore.Components;

namespace LsKdWeb.Components.Pages.Studies;

/// <summary>All claims with the verdicts of all launched studies.</summary>
public sealed partial class Board : ComponentBase
{
    private List<StudyReport>? entries;
    private Exception? failure;

    [Inject] private IServiceProvider Services { get; set; } = null!;

    /// <inheritdoc/>
    protected override Task OnInitializedAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        try
        {
            failure = null;
            var reader = Services.GetRequiredService<StudyReader>();
            List<StudyReport> read = [];
            foreach (var study in reader.Launched())
                read.Add(await Task.Run(() => reader.ReadAsync(study)));
            entries = read;
        }
        catch (Exception e)
        {
            failure = e;
        }
    }

    // A claim counts once, by its newest launch.
    private IEnumerable<(Outcome? Outcome, int Count)> Tally => StudyCatalog.All.Where(s => s.Part is not StudyPart.Own || Of(s).Count > 0)
        .GroupBy(s => Of(s) is [var newest, ..] ? newest.Findings.Verdict.Outcome : (Outcome?)null)
        .OrderBy(g => g.Key is null).ThenByDescending(g => g.Key).Select(g => (g.Key, g.Count()));

    private IReadOnlyList<StudyReport> Of(StudyDescriptor study) => [.. entries!.Where(e => e.Study.Name == study.Name)];
}
