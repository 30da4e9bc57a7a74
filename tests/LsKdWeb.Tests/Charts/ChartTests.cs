using System.Text.Json;
using Bunit;
using LsKdWeb.Components.Charts;
using Microsoft.AspNetCore.Components;

namespace LsKdWeb.Tests.Charts;

public sealed class ChartTests : BunitContext
{
    private readonly BunitJSModuleInterop module;

    public ChartTests()
    {
        module = JSInterop.SetupModule("/js/chart.js");
        module.Mode = JSRuntimeMode.Loose;
    }

    [Fact]
    public void A_chart_names_and_describes_itself_and_offers_its_exports()
    {
        var chart = RenderChart(Figure(1));
        Assert.Equal("Training loss", chart.Find("figcaption").TextContent);
        Assert.Contains("falls", chart.Find("[role=img]").GetAttribute("aria-label"), StringComparison.Ordinal);
        Assert.Equal("0", chart.Find("[role=img]").GetAttribute("tabindex"));
        var actions = chart.FindAll("[role=toolbar] button").Select(b => b.GetAttribute("data-chart-action"));
        Assert.Equal(["logX", "logY", "reset", "table", "csv", "svg", "png"], actions);
    }

    [Fact]
    public void The_figure_is_sent_once_and_again_only_when_it_is_replaced()
    {
        var figure = Figure(1);
        var chart = RenderChart(figure);
        chart.Render(p => p.Add(c => c.Figure, figure));
        Assert.DoesNotContain(module.Invocations, i => i.Identifier == "update");
        chart.Render(p => p.Add(c => c.Figure, Figure(2)));
        Assert.Single(module.Invocations, i => i.Identifier == "create");
        Assert.Single(module.Invocations, i => i.Identifier == "update");
    }

    [Fact]
    public void Smoothing_changes_without_sending_data_or_the_axes_that_the_reader_may_have_switched()
    {
        var chart = RenderChart(Figure(1));
        chart.Render(p => p.Add(c => c.Smoothing, 0.6));
        var change = Assert.IsType<Dictionary<string, object>>(Assert.Single(module.Invocations, i => i.Identifier == "set").Arguments[1]);
        Assert.Equal("smoothing", Assert.Single(change).Key);
        Assert.DoesNotContain(module.Invocations, i => i.Identifier == "update");
    }

    [Fact]
    public void What_exports_say_of_the_runs_goes_along_and_a_change_of_it_draws_nothing()
    {
        var run = FigureRun.Of(new LsKd.Store.Contracts.RunSummary { Id = "a2", Name = "teacher", Dataset = "fashion-mnist", Model = "resnet8", Objective = "cross-entropy", Smoothing = 0.1, Seed = 3 });
        Assert.Equal("teacher (run a2; fashion-mnist, resnet8, cross-entropy, label smoothing 0.1, training seed 3)", run.About);
        var figure = Figure(1);
        void Page(ComponentParameterCollectionBuilder<CascadingValue<FigureContext>> p, params string[] lines) => p
            .Add(c => c.Value, new FigureContext([run], lines))
            .AddChildContent<Chart>(c => c.Add(x => x.Title, "Training loss").Add(x => x.Description, "").Add(x => x.Figure, figure));
        var page = Render<CascadingValue<FigureContext>>(p => Page(p));
        page.Render(p => Page(p));
        Assert.DoesNotContain(module.Invocations, i => i.Identifier == "tell");
        page.Render(p => Page(p, "Split: test."));
        Assert.Single(module.Invocations, i => i.Identifier == "tell");
        Assert.DoesNotContain(module.Invocations, i => i.Identifier is "update" or "set");
    }

    [Fact]
    public void Seeds_that_were_put_together_become_a_mean_with_a_band_and_their_bins_are_pooled()
    {
        LsKd.Core.Analysis.AnalysisReport Report(double top, double count, double accuracy) => new()
        {
            MeanSortedProbabilities = [top, 1 - top], ReliabilityBins = [[count, accuracy, 0.5]],
        };
        var series = new ReportSeries("LS 0 (n = 2)", null, ["a2", "b3"], [Report(0.8, 30, 1), Report(0.6, 10, 0)]);
        var profile = Assert.IsType<LineSeries>(Assert.Single(Figures.SortedProfiles([series]).Series));
        Assert.Equal(0.7, profile.Y[0], 12);
        Assert.Equal(0.7 - Math.Sqrt(0.02), profile.Low![0], 12);
        Assert.Equal(["a2", "b3"], profile.RunIds);
        var reliability = Assert.IsType<LineSeries>(Assert.Single(Figures.Reliability([series]).Series));
        Assert.Equal((0.75, "40 samples"), (reliability.Y[0], reliability.Text![0]));
    }

    [Fact]
    public async Task A_live_tick_of_one_point_takes_less_than_two_kibibytes()
    {
        var chart = RenderChart(Figure(1));
        await chart.InvokeAsync(() => chart.Instance.AppendAsync([new ChartPoints(0, [12345.0], [0.12345678901234])]));
        var sent = Assert.Single(module.Invocations, i => i.Identifier == "append").Arguments;
        Assert.InRange(JsonSerializer.Serialize(sent).Length, 1, 2047);
    }

    [Fact]
    public async Task The_chart_is_purged_in_the_browser_when_it_leaves_the_page()
    {
        var chart = RenderChart(Figure(1));
        var id = Assert.Single(module.Invocations, i => i.Identifier == "create").Arguments[0];
        await chart.Instance.DisposeAsync();
        Assert.Equal(id, Assert.Single(module.Invocations, i => i.Identifier == "dispose").Arguments[0]);
    }

    [Fact]
    public void An_error_in_the_browser_leaves_the_page_alive()
    {
        module.SetupVoid("create", _ => true).SetException(new Microsoft.JSInterop.JSException("no WebGL"));
        var chart = RenderChart(Figure(1));
        Assert.NotNull(chart.Find(".chart-plot"));
    }

    [Fact]
    public void Numbers_that_are_not_finite_become_gaps()
    {
        var json = JsonSerializer.Serialize<ChartSeries>(new LineSeries { X = [1, 2], Y = [double.NaN, 0.5] }, JsonSerializerOptions.Web);
        Assert.Contains("\"kind\":\"line\"", json, StringComparison.Ordinal);
        Assert.Contains("\"y\":[null,0.5]", json, StringComparison.Ordinal);
    }

    private static ChartFigure Figure(double y) => new()
    {
        Series = [new LineSeries { Name = "teacher", X = [1], Y = [y] }], X = new ChartAxis("Step"), Y = new ChartAxis("Loss", "nats"),
    };

    private IRenderedComponent<Chart> RenderChart(ChartFigure figure) => Render<Chart>(p => p
        .Add(c => c.Title, "Training loss").Add(c => c.Description, "The loss falls.").Add(c => c.Figure, figure));
}
