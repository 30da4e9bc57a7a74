using LsKd.Core.Specs;

namespace LsKd.Core.Tests.Specs;

public class SpecGridTests
{
    [Fact]
    public void A_grid_crosses_its_axes_and_a_cell_is_equal_over_seeds()
    {
        var grid = new SpecGrid { Seeds = [0, 1, 2], Smoothing = [0, 0.1] };
        var runs = grid.Expand(new RunSpec { Name = "teacher" });

        Assert.Equal(6, grid.Count);
        Assert.Equal(6, runs.Count);
        Assert.Equal(["ls=0", "ls=0.1"], runs.Select(r => r.Cell).Distinct());
        Assert.Equal("teacher ls=0.1 seed=2", runs[^1].Spec.Name);
        Assert.Equal((0.1, 2), (runs[^1].Spec.Objective.Smoothing, runs[^1].Spec.Training.Seed));
    }

    [Fact]
    public void An_empty_grid_is_the_spec_itself()
    {
        var spec = new RunSpec { Name = "one" };
        Assert.Equal(new GridRun(spec, ""), Assert.Single(new SpecGrid().Expand(spec)));
    }

    [Fact]
    public void A_grid_over_the_limit_is_refused_with_its_count()
    {
        var grid = new SpecGrid { Seeds = [.. Enumerable.Range(0, 101)], Widths = [.. Enumerable.Range(1, 10)] };
        Assert.Contains("1010", Assert.Throws<InvalidOperationException>(() => grid.Expand(new())).Message);
    }

    [Fact]
    public void Lists_take_ranges_commas_and_spaces()
    {
        Assert.Equal([0, 1, 2, 7], NumberList.Integers("0-2, 7 1"));
        Assert.Equal([0.05, 0.1], NumberList.Numbers("0.05; 0.1"));
        Assert.Empty(NumberList.Integers(" "));
    }

    [Theory]
    [InlineData("1, x", "x")]
    [InlineData("5-1", "5-1")]
    [InlineData("0-99999", "0-99999")]
    public void A_bad_part_of_a_list_is_named(string text, string part) =>
        Assert.Contains(part, Assert.Throws<FormatException>(() => NumberList.Integers(text)).Message);
}
