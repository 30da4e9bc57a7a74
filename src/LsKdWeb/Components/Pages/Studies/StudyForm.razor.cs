using LsKd.Core.Catalogs;
using LsKd.Core.Studies.Catalog;
using LsKd.Core.Studies.Designs;
using LsKd.Core.Studies.Plans;
using LsKdWeb.Specs;
using LsKdWeb.Studies;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;

namespace LsKdWeb.Components.Pages.Studies;

/// <summary>The form that launches a study. It is checked and counted as it is typed.</summary>
public sealed partial class StudyForm : ComponentBase
{
    private const long LargestFile = 1 << 20;
    private StudyFormModel model = new();
    private string shown = "";
    private int planned;
    private string yaml = "";

    /// <summary>What the form starts from.</summary>
    [Parameter, EditorRequired] public StudySpec Spec { get; set; } = null!;

    /// <summary>Called with the document when the user launches.</summary>
    [Parameter, EditorRequired] public EventCallback<StudySpec> OnLaunch { get; set; }

    /// <summary>Heading of the form.</summary>
    [Parameter] public string Heading { get; set; } = "Launch";

    /// <summary>Word on the button.</summary>
    [Parameter] public string Launch { get; set; } = "Launch study";

    private string Problem { get; set; } = "";

    private bool Busy { get; set; }

    private StudyDescriptor Study => StudyCatalog.Get(Spec.Study);

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        // The page renders again while runs are at work; what was typed stays until the document itself is another.
        var document = StudyFile.Write(Spec);
        if (shown == document)
            return;
        shown = document;
        Load(Spec);
    }

    private bool Translates =>
        TranslationCatalog.IsCorpus(model.Dataset.Length > 0 ? model.Dataset : StudyDesigns.Defaults(new StudySpec { Study = Study.Name }).Data.Dataset);

    private bool Reads(string setting) => Study.Settings.Contains(setting);

    private void Load(StudySpec spec)
    {
        model = StudyFormModel.Of(spec);
        Check();
    }

    private void Set(Action change)
    {
        change();
        Check();
    }

    private void Check()
    {
        try
        {
            var spec = model.ToSpec();
            planned = StudyDesigns.Expand(spec).Runs.Count;
            yaml = StudyFile.Write(spec);
            Problem = "";
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            Problem = e.Message;
        }
    }

    private async Task LaunchAsync()
    {
        Busy = true;
        try
        {
            await OnLaunch.InvokeAsync(model.ToSpec());
        }
        finally
        {
            Busy = false;
        }
    }

    private async Task ImportAsync(IBrowserFile? file)
    {
        if (file is null)
            return;
        try
        {
            using var reader = new StreamReader(file.OpenReadStream(LargestFile));
            var spec = StudyFile.Read(await reader.ReadToEndAsync());
            if (spec.Study != Spec.Study)
                throw new FormatException($"study: the file is of the study '{spec.Study}'; open it on that study's page.");
            Load(spec);
        }
        catch (Exception e) when (e is SpecFormatException or FormatException or IOException)
        {
            Problem = e.Message;
        }
    }
}
