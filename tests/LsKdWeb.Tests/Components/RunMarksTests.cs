using Bunit;
using LsKd.Core.Runs;
using LsKd.Store.Contracts;
using LsKdWeb.Components.Pages.Comparison;
using LsKdWeb.Components.Shared;
using LsKdWeb.Components.Theme;

namespace LsKdWeb.Tests.Components;

public sealed class RunMarksTests : PageTest
{
    private static readonly string[] Alike =
        [.. Enumerable.Range(0, 3000).Select(i => $"{i}-{i * 7919}").GroupBy(RunPalette.Of).First(g => g.Count() >= 3).Take(3)];

    [Fact]
    public void Of_runs_with_one_mark_the_later_ones_take_the_next_free_shapes_of_their_colour()
    {
        var own = RunPalette.Of(Alike[0]);
        var marks = RunPalette.Together(Alike);
        Assert.Equal(own, marks[Alike[0]]);
        Assert.All(marks.Values, mark => Assert.Equal(own.Hue, mark.Hue));
        Assert.Equal(3, marks.Values.Select(m => m.Symbol).Distinct().Count());
    }

    [Fact]
    public void More_runs_of_one_mark_than_there_are_shapes_still_differ()
    {
        var ids = Enumerable.Range(0, 9000).Select(i => $"{i}-{i * 7919}").GroupBy(RunPalette.Of).MaxBy(g => g.Count())!.Take(20).ToList();
        Assert.Equal(20, RunPalette.Together(ids).Values.Distinct().Count());
    }

    [Fact]
    public void Chips_and_the_columns_of_a_comparison_show_such_runs_by_the_same_different_shapes()
    {
        var chips = Render<RunPicker>(p => p.Add(c => c.Chosen, [.. Alike.Select(id => Run(id))]));
        var shapes = chips.FindAll("svg.run-mark").Select(s => s.GetAttribute("data-shape")).ToList();
        Assert.Equal(3, shapes.Distinct().Count());

        var runs = Alike.Select(id => new RunDetails(Run(id), new(), new RunFolder(Home), null, null, [], [], [], [], [])).ToList();
        Assert.Equal(shapes, CompareGroup.Of(runs, false, new Dictionary<string, LsKd.Core.Specs.RunSpec>()).Select(g => g.Mark.Symbol));
    }
}
