using LsKdWeb.Components.Pages.OneRun;

namespace LsKdWeb.Tests.Components;

public sealed class RunViewTests
{
    [Fact]
    public void A_views_address_says_the_view()
    {
        var view = new RunView("it")
        {
            Tab = "log", Smoothing = 0.6, Axis = "time", LogX = ["loss"], LogY = ["loss", "nll"], Split = "train", AllSettings = true, Search = "a & b",
        };
        var read = RunView.From("it", "http://localhost" + view.ToUrl());
        Assert.Equal(view.ToUrl(), read.ToUrl());
        Assert.Equal(("log", 0.6, "time", "train", true, "a & b"), (read.Tab, read.Smoothing, read.Axis, read.Split, read.AllSettings, read.Search));
        Assert.Equal(["loss"], read.LogX);
        Assert.Equal(["loss", "nll"], read.LogY);
        Assert.Equal("/runs/it", new RunView("it").ToUrl());
    }

    [Theory]
    [InlineData("smoothing=2")]
    [InlineData("smoothing=a&axis=colour")]
    [InlineData("smoothing=NaN")]
    public void What_an_address_cannot_mean_has_its_default(string query) =>
        Assert.Equal("/runs/it", RunView.From("it", $"http://localhost/runs/it?{query}").ToUrl());

    [Fact]
    public void A_charts_scale_is_kept_by_its_name()
    {
        var view = new RunView("it").WithScales("loss", (false, true)).WithScales("nll", (true, true)).WithScales("loss", (false, false));
        Assert.Equal("/runs/it?logx=nll&logy=nll", view.ToUrl());
    }
}
