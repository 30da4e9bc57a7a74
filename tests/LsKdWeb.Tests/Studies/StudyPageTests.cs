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

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        home.Dispose();
    }
}
