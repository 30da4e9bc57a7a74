using LsKd.Core.Catalogs;
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

    private StudyReport[] Of(StudyDescriptor study) => [.. entries!.Where(e => e.Study.Name == study.Name)];

    private static string Setting(StudyReport entry)
    {
        var spec = entry.Evidence.Plan.Spec;
        if (entry.Evidence.Plan.Runs.Count == 0)
            return "computed, not trained";
        var data = entry.Evidence.Plan.Runs.Select(r => r.Spec.Data.Dataset).FirstOrDefault() ?? "";
        var title = DatasetCatalog.Find(data)?.Title ?? data;
        return $"{(spec.Title.Length > 0 ? spec.Title + ": " : "")}{title}, {spec.Size.ToString().ToLowerInvariant()}";
    }

    private static string Effect(StudyReport entry) =>
        entry.Findings.Verdict.Parts is [{ Mean: { } mean } main, ..] ? Format.Number(mean, main.Contrast.Unit, main.Interval) : "";

    private static string Range(StudyReport entry) =>
        entry.Findings.Verdict.Parts is [{ Interval: { } interval } main, ..] ? Format.Range(interval, main.Contrast.Unit) : "";
}
