using Bunit;
using LsKd.Core.Studies.Plans;
using LsKd.Store.Contracts;
using LsKdWeb.Components.Pages.Studies;
using LsKdWeb.Studies;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;

namespace LsKdWeb.Tests.Studies;

public sealed class StudyPageTests : BunitContext
{
    private readonly StudyHome home = new();

    public StudyPageTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices(options => options.PopoverOptions.CheckForPopoverProvider = false);
        Services.AddSingleton(TimeProvider.System).AddSingleton<IRunCatalog>(home.Runs).AddSingleton<IRunFeed>(home.Runs)
            .AddSingleton(home.Reader).AddSingleton<IStudyLauncher>(home.Launcher);
        Render<MudPopoverProvider>();
    }

    [Fact]
    public async Task An_empty_home_offers_the_quick_study_and_one_click_launches_it()
    {
        var page = Render<StudyPage>(p => p.Add(s => s.Name, "quick"));
        await page.FindAll("button").Single(b => b.TextContent.Contains("Run the quick study", StringComparison.Ordinal)).ClickAsync(new());
        page.WaitForElement("[data-progress='0/5']");
        Assert.Equal(5, home.Runs.Runs.Count);
    }

    [Fact]
    public async Task The_page_fills_in_as_runs_finish()
    {
        await home.Launcher.StartQuickAsync(Xunit.TestContext.Current.CancellationToken);
        var page = Render<StudyPage>(p => p.Add(s => s.Name, "quick"));
        page.WaitForElement("[data-progress='0/5']");
        home.SucceedAll();
        page.WaitForElement("[data-progress='5/5']", TimeSpan.FromSeconds(20));
        Assert.Contains("79.90 (n = 1)", page.Find("[data-row='teacher / test accuracy, %']").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_is_no_study_says_so() =>
        Assert.Contains("no study 'nonsense'", Render<StudyPage>(p => p.Add(s => s.Name, "nonsense")).Markup, StringComparison.Ordinal);

    [Fact]
    public void The_board_shows_every_claim()
    {
        var board = Render<Board>();
        board.WaitForElement("[data-board]");
        Assert.Equal(15, board.FindAll("[data-study]").Count);
        Assert.NotNull(board.Find("[data-study='identity'] .chip.good"));
        Assert.Equal("not run yet", board.Find("[data-part='Binary'] [data-study='binary'] .chip").TextContent);
        Assert.Equal(["1supported", "13not run yet"], board.FindAll(".tally li").Select(l => string.Concat(l.TextContent.Split('\n', StringSplitOptions.TrimEntries))));
    }

    [Fact]
    public async Task A_launch_whose_page_was_left_is_completed_and_takes_nobody_to_another_page()
    {
        var page = Render<StudyPage>(p => p.Add(s => s.Name, "quick"));
        var where = Services.GetRequiredService<Microsoft.AspNetCore.Components.NavigationManager>().Uri;
        var launch = page.FindAll("button").Single(b => b.TextContent.Contains("Run the quick study", StringComparison.Ordinal)).ClickAsync(new());
        await DisposeComponentsAsync();
        await launch;
        Assert.Equal(5, home.Runs.Runs.Count);
        Assert.Equal(where, Services.GetRequiredService<Microsoft.AspNetCore.Components.NavigationManager>().Uri);
    }

    [Fact]
    public void What_was_typed_stays_while_the_page_renders_again()
    {
        var form = Render<StudyForm>(p => p.Add(f => f.Spec, new StudySpec()));
        form.FindComponents<MudTextField<string>>().Single(f => f.Instance.Label == "Seeds").Find("input").Change("0-2");
        Assert.Equal("15", form.Find("[data-planned]").GetAttribute("data-planned"));
        form.Render(p => p.Add(f => f.Spec, new StudySpec { Seeds = [] }));
        Assert.Equal("15", form.Find("[data-planned]").GetAttribute("data-planned"));
    }

    [Fact]
    public void A_ready_made_setting_fills_the_form_and_is_saved_as_the_file_that_runs_it()
    {
        var form = Render<StudyForm>(p => p.Add(f => f.Spec, new StudySpec { Study = "long-tail", Size = StudySize.Tiny }));
        form.Find("[data-preset='kanji-radical']").Click();
        Assert.Equal("2", form.Find("[data-planned]").GetAttribute("data-planned"));
        var saved = StudyFile.Read(Saved(form));
        Assert.Equal(("kanji", "radical"), (saved.Data!.Dataset, saved.Data.LabelLevel));
    }

    [Fact]
    public void A_study_of_ones_own_says_factors_temperatures_objectives_data_pairs_and_seeds_in_its_file()
    {
        var spec = new StudySpec
        {
            Study = "custom", Seeds = [0, 1], Smoothings = [0, 0.2], Temperatures = [1, 4],
            Objectives = [new() { Name = "kd" }], Data = new() { Dataset = "kanji" },
            Pairs = [new(new() { Name = "resnet14", Width = 16 }, new() { Name = "resnet8", Width = 6 })],
        };
        var form = Render<StudyForm>(p => p.Add(f => f.Spec, spec));
        form.FindComponents<MudTextField<string>>().Single(f => f.Instance.Label == "Seeds").Find("input").Change("0-2");
        var saved = StudyFile.Read(Saved(form));
        Assert.Equal([0, 1, 2], saved.Seeds);
        Assert.Equal([0, 0.2], saved.Smoothings);
        Assert.Equal([1, 4], saved.Temperatures);
        Assert.Equal("kd", Assert.Single(saved.Objectives).Name);
        Assert.Equal("kanji", saved.Data!.Dataset);
        Assert.Equal(spec.Pairs, saved.Pairs);
    }

    [Fact]
    public void Changing_the_length_of_a_translation_study_keeps_its_optimiser_and_its_corpus()
    {
        var form = Render<StudyForm>(p => p.Add(f => f.Spec, new StudySpec { Study = "translation" }));
        form.FindComponents<MudNumericField<int?>>().Single(f => f.Instance.Label == "Epochs").Find("input").Change("2");
        form.FindComponents<MudNumericField<int?>>().Single(f => f.Instance.Label == "Training pairs").Find("input").Change("500");
        var saved = StudyFile.Read(Saved(form));
        Assert.Equal(("adam", 2), (saved.Training!.Optimizer.Name, saved.Training.Epochs));
        Assert.Equal(("wesnoth", 500), (saved.Data!.Dataset, saved.Data.TrainSize));
    }

    private static string Saved(IRenderedComponent<StudyForm> form) => System.Text.Encoding.UTF8.GetString(
        Convert.FromBase64String(form.Find("a[download]").GetAttribute("href")!.Split("base64,")[1]));

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        home.Dispose();
    }
}
