using LsKd.Core.Analysis;
using LsKd.Core.Specs;
using LsKd.Store.Contracts;
using LsKdWeb.Components.Pages.Comparison;
using LsKdWeb.Components.Pages.Explore;
using Microsoft.AspNetCore.WebUtilities;

namespace LsKdWeb.Tests.Explore;

public sealed class StateTests
{
    [Fact]
    public void The_explorer_s_address_brings_its_state_back()
    {
        var state = new ProjectionState
        {
            Runs = ["a2", "b3"], Splits = ["train", "test"], Classes = [4, 2, 1], Method = ProjectionMethod.SpanPca, Colour = "confidence",
            AllClasses = true, OwnAxes = true, Epoch = 6,
        };
        var q = Query(state.ToUrl());
        var back = ProjectionState.From(q("runs"), q("splits"), q("classes"), q("method"), q("colour"), bool.Parse(q("all")!), q("axes"), int.Parse(q("epoch")!));
        Assert.Equal(state.ToUrl(), back.ToUrl());
        Assert.Equal(state.Classes, back.Classes);
        Assert.Equal(state.Method, back.Method);
    }

    [Fact]
    public void What_makes_no_sense_in_an_address_is_left_at_its_default()
    {
        var state = ProjectionState.From("../x,a2,a2", "train,nowhere", "1,1,2", "magic", "pink", null, null, null);
        Assert.Equal(["a2"], state.Runs);
        Assert.Equal(["train"], state.Splits);
        Assert.Empty(state.Classes);
        Assert.Equal((ProjectionMethod.Plane, "class"), (state.Method, state.Colour));
    }

    [Fact]
    public void The_comparison_s_address_brings_its_state_back()
    {
        var state = new CompareState
        {
            Runs = ["a2", "b3"], Baseline = "b3", Tags = ["train/loss"], XKind = "time", Smoothing = 0.6, Aggregate = true, AllSettings = true, Split = "train",
            Seed = 2, LogX = ["train/loss"], LogY = ["validation/nll", "train/loss"],
        };
        var q = Query(state.ToUrl());
        var back = CompareState.From(
            q("runs"), q("baseline"), q("tags"), q("x"), double.Parse(q("smooth")!, System.Globalization.CultureInfo.InvariantCulture), true, true, q("split"),
            int.Parse(q("seed")!), q("logx"), q("logy"));
        Assert.Equal(state.ToUrl(), back.ToUrl());
        Assert.Equal(state.Tags, back.Tags);
        Assert.Equal((2, 2), (back.Seed, back.LogY.Count));
    }

    [Fact]
    public void The_table_of_settings_knows_which_differ_and_leaves_names_out()
    {
        var rows = SpecTable.Of([new RunSpec { Name = "a" }, new RunSpec { Name = "b", Objective = new ObjectiveSpec { Smoothing = 0.1 } }]);
        Assert.Equal(["objective.smoothing"], rows.Where(r => r.Differs).Select(r => r.Setting));
        Assert.DoesNotContain(rows, r => r.Setting == "name");
        Assert.Contains(rows, r => r.Setting == "training.optimizer.learningRate");
    }

    [Fact]
    public void Settings_of_seeds_that_were_put_together_list_every_value()
    {
        RunSpec Spec(int seed, double smoothing) => new() { Training = new TrainingSpec { Seed = seed }, Objective = new ObjectiveSpec { Smoothing = smoothing } };
        var rows = SpecTable.OfGroups([[Spec(0, 0), Spec(1, 0)], [Spec(0, 0.1)]]);
        Assert.Equal(["0, 1", "0"], rows.Single(r => r.Setting == "training.seed").Values);
        Assert.Equal(["0", "0.1"], rows.Single(r => r.Setting == "objective.smoothing").Values);
    }

    [Fact]
    public void The_first_choice_is_two_runs_that_differ_in_smoothing_alone()
    {
        RunSummary Run(string id, double smoothing, int seed, string model = "resnet8") => new() { Id = id, Name = id, Dataset = "d", Model = model, Smoothing = smoothing, Seed = seed };
        Assert.Equal(["c", "b"], ProjectionModel.FirstChoice([Run("a", 0, 0, "mlp"), Run("b", 0.1, 2), Run("x", 0, 1), Run("c", 0, 2)]));
        Assert.Equal(["a"], ProjectionModel.FirstChoice([Run("a", 0, 0), Run("b", 0.1, 1)]));
    }

    [Fact]
    public void A_cell_shows_value_and_signed_difference_and_an_interval_only_with_seeds_on_both_sides()
    {
        var metric = CompareMetric.All.First(m => m.Title == "Top-1 accuracy");
        AnalysisReport Report(double top1) => new() { Top1 = top1 };
        var single = CompareCell.Of(metric, [Report(0.86)], [Report(0.84)], isBaseline: false);
        Assert.Equal(("86.00%", "+2.00 pp", ""), (single.Value, single.Difference, single.DifferenceSpread));
        var seeds = CompareCell.Of(metric, [Report(0.85), Report(0.87)], [Report(0.83), Report(0.85)], isBaseline: false);
        Assert.StartsWith("86.00% ± 1.41%", seeds.Value, StringComparison.Ordinal);
        Assert.Equal("n = 2", seeds.Spread);
        Assert.Contains(" to ", seeds.DifferenceSpread, StringComparison.Ordinal);
        Assert.Equal("", CompareCell.Of(metric, [Report(0.86)], [Report(0.86)], isBaseline: true).Difference);
    }

    private static Func<string, string?> Query(string url)
    {
        var query = QueryHelpers.ParseQuery(url[url.IndexOf('?', StringComparison.Ordinal)..]);
        return name => query.TryGetValue(name, out var value) ? value.ToString() : null;
    }
}
