using Bunit;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Store.Contracts;
using LsKdWeb.Components.Pages.OneRun;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace LsKdWeb.Tests.Components;

public sealed class RunDetailPageTests : PageTest
{
    [Theory]
    [InlineData(RunState.Failed, "the loss became NaN at step 4", "the loss became NaN at step 4")]
    [InlineData(RunState.Cancelled, "Cancelled by the user; the last checkpoint is kept.", "Cancelled by the user")]
    [InlineData(RunState.Interrupted, "killed by signal 9", "killed by signal 9")]
    [InlineData(RunState.Cancelled, "", "Ended by the user")]
    public void Why_a_run_did_not_end_as_planned_stands_on_its_page(RunState state, string reason, string told)
    {
        var page = Open(Run("it", state) with { Reason = reason });
        Assert.Contains(told, page.Find(".reason .notice").TextContent);
    }

    [Theory]
    [InlineData(RunState.Failed, null, "It ended before the first step of training was recorded.")]
    [InlineData(RunState.Failed, "metrics", "It ended before the first step of training was recorded.")]
    [InlineData(RunState.Failed, "log", "Nothing was logged")]
    [InlineData(RunState.Failed, "files", "The run ended before there was one.")]
    [InlineData(RunState.Failed, "environment", "Never started")]
    [InlineData(RunState.Running, null, "Curves appear with the first steps of training.")]
    [InlineData(RunState.Running, "log", "No line yet")]
    public void An_empty_part_promises_only_what_can_still_come(RunState state, string? tab, string told)
    {
        var page = Open(Run("it", state), tab: tab);
        page.WaitForAssertion(() => Assert.Contains(told, page.Find(".tab-body").TextContent));
    }

    [Fact]
    public void The_time_of_a_run_is_that_of_all_its_attempts_in_its_heading_and_over_their_list()
    {
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        RunAttempt[] attempts =
        [
            new(1, "local", "", start, start.AddSeconds(70), "lost", ""),
            new(2, "local", "", start.AddHours(9), start.AddHours(9).AddSeconds(20), "succeeded", ""),
        ];
        var page = Open(Run("it") with { Took = TimeSpan.FromSeconds(90), Attempt = 2 }, attempts, "environment");
        var stat = page.FindAll(".stat").Single(s => s.TextContent.Contains("Time at work"));
        Assert.Contains("1 min 30 s", stat.TextContent);
        Assert.Contains("2 attempts together", stat.TextContent);
        Assert.Contains("time at work 1 min 30 s in all", page.Find("section[aria-label='Attempts'] header").TextContent);
        Assert.Equal(["1 min 10 s", "20 s"], page.FindAll("section[aria-label='Attempts'] tbody td:nth-child(6)").Select(c => c.TextContent));
    }

    private IRenderedComponent<RunDetailPage> Open(RunSummary run, IReadOnlyList<RunAttempt>? attempts = null, string? tab = null)
    {
        Catalog.Runs.Add(run);
        Catalog.Details["it"] = new(run, new RunSpec(), new RunFolder(Home), null, null, attempts ?? [], [], [], [], []);
        Services.GetRequiredService<NavigationManager>().NavigateTo($"/runs/it?tab={tab}");
        return Render<RunDetailPage>(p => p.Add(x => x.Id, "it"));
    }
}
