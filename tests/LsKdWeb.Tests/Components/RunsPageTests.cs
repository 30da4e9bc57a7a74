using Bunit;
using LsKd.Core.Runs;
using LsKd.Store.Contracts;
using LsKdWeb.Components.Pages.Runs;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace LsKdWeb.Tests.Components;

public sealed class RunsPageTests : PageTest
{
    [Fact]
    public void The_address_decides_what_is_asked_of_the_index()
    {
        Catalog.Runs.Add(Run("a"));
        Go("/runs?q=a&state=succeeded&dataset=kanji&sort=metric:test/top1:last&order=up&page=2&size=10");
        Render<RunsPage>();

        var query = Catalog.Queries[^1];
        Assert.Equal(("a", 10, 10, false, "metric:test/top1:last"), (query.Search, query.Skip, query.Take, query.Descending, query.SortBy));
        Assert.Equal([RunState.Succeeded], query.States);
        Assert.Equal(["kanji"], query.Datasets);
    }

    [Fact]
    public async Task A_click_on_a_heading_sorts_and_is_in_the_address()
    {
        Catalog.Runs.Add(Run("a"));
        Go("/runs");
        var page = Render<RunsPage>();

        await page.Find("button[aria-label='Sort by LS']").ClickAsync();
        Assert.Equal(("smoothing", true), (Catalog.Queries[^1].SortBy, Catalog.Queries[^1].Descending));
        Assert.EndsWith("/runs?sort=smoothing", Services.GetRequiredService<NavigationManager>().Uri);

        await page.Find("button[aria-label='Sort by LS']").ClickAsync();
        Assert.False(Catalog.Queries[^1].Descending);
    }

    [Fact]
    public void Grouping_shows_mean_and_sample_deviation_and_the_number_of_seeds()
    {
        Catalog.Groups = new([new(["resnet8", "0.1"], 4, 3, ["d", "c", "b", "a"], [new(3, 0.81, 0.01), null])], 4);
        Go("/runs?group=model,smoothing&columns=metric:test/top1:best,metric:test/nll:last");
        var page = Render<RunsPage>();

        var cells = page.FindAll("tbody td").Select(c => c.TextContent.Trim()).ToList();
        Assert.Equal(["resnet8", "0.1", "4", "3", "81.00% ± 1.00% (n = 3)", "–"], cells[..6]);
        Assert.Equal("/compare?runs=a,b,c,d", page.Find("tbody a").GetAttribute("href"));
        var (fields, metrics) = Assert.Single(Catalog.Grouped);
        Assert.Equal(["model", "smoothing"], fields);
        Assert.Equal([new("test/top1", "max"), new("test/nll", "last")], metrics);
    }

    [Fact]
    public void A_metrics_heading_is_in_words_and_its_tag_is_told_on_hover()
    {
        Catalog.Runs.Add(Run("a"));
        Go("/runs?columns=metric:validation/nll:best,metric:my/thing:last");
        var headings = Render<RunsPage>().FindAll("button.sort");
        Assert.Equal(["Validation NLL (nats), best", "my/thing"], headings.Select(h => h.TextContent.Trim()));
        Assert.Equal("validation/nll, the smallest recorded value", headings[0].GetAttribute("title"));
    }

    [Fact]
    public void Runs_of_one_name_are_told_apart_by_their_ids()
    {
        Catalog.Runs.AddRange([Run("a") with { Name = "twin" }, Run("b") with { Name = "twin" }, Run("c") with { Name = "single" }]);
        Go("/runs");
        Assert.Equal(["a", "b"], Render<RunsPage>().FindAll(".same").Select(s => s.TextContent));
    }

    [Fact]
    public void An_empty_table_offers_what_to_do()
    {
        Go("/runs");
        Assert.Contains("No run yet", Render<RunsPage>().Markup);
        Go("/runs?q=nothing");
        Assert.Contains("No run matches", Render<RunsPage>().Markup);
    }

    [Fact]
    public void A_failure_to_read_is_shown_with_its_reason()
    {
        Catalog.Failure = new InvalidOperationException("The database is locked.");
        Assert.Contains("The database is locked.", Render<RunsPage>().Find("[role='alert']").TextContent);
    }

    [Fact]
    public async Task Selected_runs_can_be_acted_on_together()
    {
        Catalog.Runs.AddRange([Run("a", RunState.Running), Run("b", RunState.Running)]);
        Go("/runs");
        var page = Render<RunsPage>();
        await page.Find("input[aria-label='Select all on this page']").ChangeAsync(new ChangeEventArgs { Value = true });

        Assert.Contains("2 selected", page.Find(".bulk").TextContent);
        await page.FindAll(".bulk button").Single(b => b.TextContent.Contains("Pause")).ClickAsync();
        Assert.Equal(["pause a", "pause b"], Commands.Done);
    }

    [Theory]
    [InlineData(20, true)]
    [InlineData(21, false)]
    public async Task As_many_selected_runs_can_be_compared_as_the_compare_page_takes(int selected, bool offered)
    {
        Catalog.Runs.AddRange(Enumerable.Range(0, selected).Select(i => Run($"r{i}")));
        Go("/runs");
        var page = Render<RunsPage>();
        await page.Find("input[aria-label='Select all on this page']").ChangeAsync(new ChangeEventArgs { Value = true });

        Assert.Contains($"{selected} selected", page.Find(".bulk").TextContent);
        var compare = page.Find(".bulk [title='Two to 20 runs']");
        Assert.Equal(offered, !compare.HasAttribute("disabled") && compare.GetAttribute("aria-disabled") != "true");
        Assert.Equal(20, LsKdWeb.Components.Pages.Comparison.CompareState.MaxRuns);
    }

    [Fact]
    public async Task A_change_of_state_reads_the_table_again_once_however_often_it_is_told()
    {
        Catalog.Runs.Add(Run("a", RunState.Running));
        Go("/runs");
        var page = Render<RunsPage>();
        var before = Catalog.Queries.Count;

        Catalog.Runs[0] = Run("a");
        for (var i = 0; i < 20; i++)
            Feed.Tell(new RunChange("a", RunState.Succeeded, true));
        await page.InvokeAsync(() => Clock.Move(TimeSpan.FromMilliseconds(250)));

        page.WaitForAssertion(() => Assert.Contains("Done", page.Find("tbody").TextContent));
        Assert.Equal(before + 1, Catalog.Queries.Count);
    }

    [Fact]
    public async Task Leaving_the_page_ends_its_subscription()
    {
        Render<RunsPage>();
        Assert.Equal(1, Feed.Listeners);
        await DisposeComponentsAsync();
        Assert.Equal(0, Feed.Listeners);
    }

    [Fact]
    public void A_saved_view_is_kept_in_the_home_folder_under_its_name()
    {
        var views = new SavedViews(new(Home));
        views.Save(new("Teachers", "/runs?q=teacher"));
        views.Save(new("Teachers", "/runs?q=t"));
        views.Save(new("Failed", "/runs?state=failed"));

        Assert.Equal([new("Failed", "/runs?state=failed"), new("Teachers", "/runs?q=t")], new SavedViews(new(Home)).All());
        views.Remove("Failed");
        Assert.Single(views.All());
    }

    [Fact]
    public void A_states_address_says_the_state()
    {
        var state = new RunTableState { Search = "a b", State = "active", Sort = "name", Descending = false, Page = 3, Size = 50, Groups = ["model", "smoothing"], Archived = true };
        var read = RunTableState.From("http://localhost" + state.ToUrl());
        Assert.Equal(state.ToUrl(), read.ToUrl());
        Assert.Equal(state.Groups, read.Groups);
        Assert.Equal("/runs", new RunTableState().ToUrl());
    }

    private void Go(string url) => Services.GetRequiredService<NavigationManager>().NavigateTo(url);
}
