using System.Reflection;
using LsKd.Store.Contracts;
using LsKdWeb.Components.Shared;
using LsKdWeb.Hosting;
using LsKdWeb.Jobs;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace LsKdWeb.Components.Pages.Site;

/// <summary>The site's settings, where it keeps things, and what it is made of.</summary>
public sealed partial class SettingsPage
{
    private static readonly (string, string)[] Parts =
    [
        ("MudBlazor", "MIT"), ("plotly.js", "MIT"), ("TorchSharp, libtorch", "MIT, BSD"), ("Inter, JetBrains Mono", "SIL Open Font License 1.1"),
        ("Fashion-MNIST", "MIT, Zalando Research"),
        ("Kanji glyphs", "rendered from 32 typefaces to 28 × 28 pixels and four greys; each typeface its own: SIL OFL 1.1, Apache 2.0, MIT, BSD-3-Clause, M+, Hanazono, " +
            "public domain, and Sawarabi Gothic by mshio CC-BY 3.0; texts and authors in data/kanji/licences"),
        ("Kanji table (Unihan)", "Unicode licence"), ("Wesnoth texts", "GPL-2 or later, a data file of its own"),
    ];

    private SettingsForm _settings = new(new());
    private string? _problem;
    private string _disk = "";
    private long? _indexBytes;
    private int? _runs;

    [Inject] private SiteSettingsFile File { get; set; } = null!;

    [Inject] private HomeFolder HomeFolder { get; set; } = null!;

    [Inject] private IRunCatalog Catalog { get; set; } = null!;

    [Inject] private ISnackbar Snackbar { get; set; } = null!;

    private static string Version =>
        typeof(SettingsPage).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        _settings = new(File.Current);
        Measure();
        try
        {
            _runs = (await Catalog.QueryAsync(new() { Take = 1, Archived = null })).Total;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            _problem = e.Message;
        }
    }

    private void Measure()
    {
        _indexBytes = System.IO.File.Exists(HomeFolder.Database) ? new FileInfo(HomeFolder.Database).Length : null;
        try
        {
            var drive = new DriveInfo(HomeFolder.Root);
            _disk = $"{Figure.Bytes(drive.AvailableFreeSpace)} free of {Figure.Bytes(drive.TotalSize)}";
        }
        catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException)
        {
            _disk = "not known";
        }
    }

    private async Task SaveAsync()
    {
        try
        {
            await File.SaveAsync(_settings.Apply(File.Current));
            _problem = null;
            Snackbar.Add("The settings are saved and in force.", Severity.Success);
        }
        catch (Exception e) when (e is ArgumentException or IOException or UnauthorizedAccessException)
        {
            _problem = e.Message;
        }
    }
}
