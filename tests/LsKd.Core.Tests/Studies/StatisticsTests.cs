using CsCheck;
using LsKd.Core.Studies.Statistics;

namespace LsKd.Core.Tests.Studies;

public class StatisticsTests
{
    [Theory]
    [InlineData(0.975, 1, 12.706204736)]
    [InlineData(0.975, 2, 4.302652730)]
    [InlineData(0.975, 4, 2.776445105)]
    [InlineData(0.975, 30, 2.042272456)]
    [InlineData(0.95, 10, 1.812461123)]
    [InlineData(0.025, 2, -4.302652730)]
    public void Quantiles_of_t_are_those_of_the_tables(double p, double degrees, double expected) =>
        Assert.Equal(expected, StudentT.Quantile(p, degrees), 7);

    [Fact]
    public void With_one_degree_of_freedom_t_is_the_Cauchy_distribution() =>
        Gen.Double[-50, 50].Sample(t => Assert.Equal(0.5 + Math.Atan(t) / Math.PI, StudentT.Cdf(t, 1), 12));

    [Fact]
    public void With_two_degrees_of_freedom_t_has_its_closed_form() =>
        Gen.Double[-50, 50].Sample(t => Assert.Equal(0.5 + t / (2 * Math.Sqrt(2 + t * t)), StudentT.Cdf(t, 2), 12));

    [Fact]
    public void The_t_interval_of_three_values_is_that_of_the_formula()
    {
        var interval = new Sample([1, 2, 3]).TInterval()!;
        Assert.Equal(2 - 4.302652730 / Math.Sqrt(3), interval.Low, 7);
        Assert.Equal(2 + 4.302652730 / Math.Sqrt(3), interval.High, 7);
    }

    [Fact]
    public void One_value_has_no_spread_no_interval_and_no_effect_size()
    {
        var one = new Sample([3]);
        Assert.Null(one.Deviation);
        Assert.Null(one.TInterval());
        Assert.Null(one.EffectSize);
        Assert.Null(Resampling.Bootstrap([3]));
    }

    [Fact]
    public void The_effect_size_is_mean_over_deviation() => Assert.Equal(2, new Sample([1, 2, 3]).EffectSize);

    [Fact]
    public void The_bootstrap_of_two_values_is_exact()
    {
        // The four resamples of {0, 1} have means 0, 1/2, 1/2, 1; the interval reaches from the smallest to the largest but for 2.5%.
        var interval = Resampling.Bootstrap([0, 1])!;
        Assert.Equal(0.0375, interval.Low, 10);
        Assert.Equal(0.9625, interval.High, 10);
    }

    [Fact]
    public void The_bootstrap_gives_the_same_interval_again()
    {
        double[] values = [.. Enumerable.Range(0, 9).Select(i => Math.Sin(i))];
        Assert.Equal(Resampling.Bootstrap(values), Resampling.Bootstrap(values));
        Assert.True(Resampling.Bootstrap(values)!.Contains(values.Average()));
    }

    [Theory]
    [InlineData(new[] { 1.0, 2.0, 3.0 }, 0.25)]
    [InlineData(new[] { 1.0, -1.0 }, 1)]
    [InlineData(new[] { 0.1, 0.2, 0.3, 0.4, 0.5, 0.6 }, 2.0 / 64)]
    public void The_sign_flip_test_counts_patterns(double[] values, double p) =>
        Assert.Equal(p, Resampling.SignFlip(values)!.Value, 12);

    [Theory]
    [InlineData(new[] { 1.0, 2, 3, 4 }, new[] { 10.0, 20, 25, 90 }, 1)]
    [InlineData(new[] { 1.0, 2, 3, 4 }, new[] { 9.0, 7, 5, 1 }, -1)]
    [InlineData(new[] { 86.0, 97, 99, 100, 101, 103, 106, 110, 112, 113 }, new[] { 2.0, 20, 28, 27, 50, 29, 7, 17, 6, 12 }, -0.175757575757576)]
    [InlineData(new[] { 1.0, 2, 2, 3 }, new[] { 1.0, 2, 3, 4 }, 0.948683298050514)]
    public void Spearman_agrees_with_the_textbook(double[] x, double[] y, double rho) =>
        Assert.Equal(rho, RankCorrelation.Spearman(x, y)!.Value, 12);

    [Fact]
    public void Spearman_is_undefined_where_a_side_is_constant_or_too_short()
    {
        Assert.Null(RankCorrelation.Spearman([1, 1, 1], [1, 2, 3]));
        Assert.Null(RankCorrelation.Spearman([1, 2], [1, 2]));
        Assert.Throws<ArgumentException>(() => RankCorrelation.Spearman([1, 2, 3], [1, 2]));
    }

    [Fact]
    public void The_exact_p_of_a_perfect_order_counts_both_directions() =>
        Assert.Equal(2.0 / 120, RankCorrelation.PValue([1, 2, 3, 4, 5], [2, 4, 6, 8, 10])!.Value, 12);

    [Fact]
    public void The_slope_of_a_line_is_its_slope() =>
        Assert.Equal(-3, RankCorrelation.Slope([0, 1, 2, 5], [4, 1, -2, -11])!.Value, 12);
}
