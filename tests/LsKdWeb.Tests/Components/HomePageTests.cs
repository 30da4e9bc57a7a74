using Bunit;
using LsKd.Core.Runs;
using LsKd.Core.Studies.Plans;
using LsKd.Store.Contracts;
using LsKdWeb.Components.Pages.Home;
using LsKdWeb.Components.Pages.OneRun;
using LsKdWeb.Studies;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace LsKdWeb.Tests.Components;

public sealed class HomePageTests : PageTest
{
    private readonly FakeLauncher _launcher = new();

    public HomePageTests() => Services.AddSingleton<IStudyLauncher>(_launcher);

    [Fact]
    public async Task An_empty_home_offers_the_quick_study_and_starts_it()
    {
        var page = Render<HomePage>();
        await page.FindAll("button").Single(b => b.TextContent.Contains("Run the quick study")).ClickAsync();

        Assert.Equal(1, _launcher.Started);
        Assert.EndsWith("/studies/quick", Services.GetRequiredService<NavigationManager>().Uri);
    }

    [Fact]
    public void A_running_run_shows_epoch_step_speed_and_time_left_and_an_ended_one_its_accuracy()
    {
        Catalog.Runs.Add(Run("live", RunState.Running) with { Progress = new("training", 3, 8, 250, 1000, 812.4, 95, Clock.GetUtcNow()) });
        Catalog.Runs.Add(Run("done") with { Metrics = new Dictionary<string, MetricSummary> { ["test/top1"] = new(0.8547, 1, 0, 0, 1, 0, 1) } });
        var page = Render<HomePage>();

        var live = page.Find("li[data-run='live']").TextContent;
        Assert.Contains("epoch 3 of 8", live);
        Assert.Contains("step 250 of 1,000", live);
        Assert.Contains("812 images/s", live);
        Assert.Contains("1 min 35 s left", live);
        Assert.Equal("25", page.Find("[role='progressbar']").GetAttribute("aria-valuenow"));
        Assert.Contains("85.47%", page.Find("tr[data-run='done']").TextContent);
    }

    [Fact]
    public async Task Progress_reaches_the_page_by_the_feed()
    {
        Catalog.Runs.Add(Run("live", RunState.Running) with { Progress = new("training", 1, 8, 1, 1000, 10, null, Clock.GetUtcNow()) });
        var page = Render<HomePage>();
        Catalog.Runs[0] = Catalog.Runs[0] with { Progress = new("training", 5, 8, 600, 1000, 10, null, Clock.GetUtcNow()) };
        Feed.Tell(new RunChange("live", RunState.Running, false));
        await page.InvokeAsync(() => Clock.Move(TimeSpan.FromMilliseconds(250)));

        page.WaitForAssertion(() => Assert.Contains("epoch 5 of 8", page.Find("li[data-run='live']").TextContent));
    }

    [Fact]
    public void A_run_that_is_not_there_is_said_so() =>
        Assert.Contains("There is no run zzz", Render<RunDetailPage>(p => p.Add(r => r.Id, "zzz")).Markup);

    private sealed class FakeLauncher : IStudyLauncher
    {
        public int Started { get; private set; }

        public Task<string> StartQuickAsync(CancellationToken cancel = default)
        {
            Started++;
            return Task.FromResult("quick-1");
        }

        public Task<string> StartAsync(StudySpec spec, CancellationToken cancel = default) => StartQuickAsync(cancel);
    }
}
