using CsCheck;
using LsKd.Learning.Analysis;
using LsKd.Learning.Analysis.Metrics;

namespace LsKd.Learning.Tests.Analysis;

public class ScalarMetricsTests
{
    [Fact]
    public void A_confidence_on_an_edge_belongs_to_the_bin_below()
    {
        Assert.Equal(0, CalibrationError.BinOf(0));
        Assert.Equal(0, CalibrationError.BinOf(0.2, bins: 5));
        Assert.Equal(1, CalibrationError.BinOf(0.200001, bins: 5));
        Assert.Equal(14, CalibrationError.BinOf(1));
    }

    [Fact]
    public void Bins_of_equal_mass_hold_equal_counts_and_their_error_is_weighted_by_them()
    {
        double[] confidences = [0.9, 0.1, 0.8, 0.2];
        bool[] correct = [true, false, false, false];
        var bins = CalibrationError.EqualMass(confidences, correct, bins: 2);
        Assert.Equal([2, 2], bins.Select(b => b.Count));
        Assert.Equal((0.3 + 0.7) / 4, CalibrationError.Error(bins), 1e-12);
    }

    [Fact]
    public void Coverage_is_the_largest_share_whose_error_stays_within_the_risk()
    {
        double[] confidences = [0.9, 0.8, 0.7, 0.6];
        bool[] correct = [true, true, false, true];
        Assert.Equal(0.5, RiskCoverage.CoverageAt(0.1, confidences, correct));
        Assert.Equal(1, RiskCoverage.CoverageAt(0.25, confidences, correct));
        Assert.Equal(0, RiskCoverage.CoverageAt(0.1, confidences, [false, true, true, true]));
    }

    [Fact]
    public void Samples_of_equal_confidence_are_accepted_together()
    {
        Assert.Equal(0, RiskCoverage.CoverageAt(0.1, [0.9, 0.9], [true, false]));
        Assert.Equal(1, RiskCoverage.CoverageAt(0.5, [0.9, 0.9], [true, false]));
    }

    [Fact]
    public void Shot_groups_average_over_classes_and_are_null_where_empty()
    {
        var shots = ShotGroups.Accuracy([1, 0.5, null, 0.2], [500, 101, 50, 100]);
        Assert.Equal((0.75, 0.2, null), (shots.Many, shots.Medium, shots.Few));
    }

    [Fact]
    public void Gamma_of_targets_smoothed_by_alpha_is_alpha()
    {
        const double alpha = 0.3;
        Assert.Equal(alpha, Gamma.Of([1 - alpha + alpha / 10, 1 - alpha + alpha / 10], 10), 1e-12);
    }

    [Fact]
    public void Equal_values_share_their_mean_rank() =>
        Assert.Equal([1, 3, 3, 3, 5], ClassSimilarity.RanksDownwards([9, 4, 4, 4, 1]));

    [Fact]
    public void The_radix_sort_orders_any_non_negative_row() =>
        Gen.Float[0, 1].Array[256, 700].Sample(row =>
        {
            var expected = row.Order().ToArray();
            var actual = row.ToArray();
            new PositiveFloatSort(actual.Length).Sort(actual);
            Assert.Equal(expected, actual);
        }, iter: 50, threads: 1);

    [Fact]
    public void A_stratified_sample_keeps_the_limit_the_shares_and_every_class() =>
        Gen.Select(Gen.Int[0, 4].Array[30, 300], Gen.Int[5, 29], Gen.Int[0, 9]).Sample((labels, limit, seed) =>
        {
            var drawn = StratifiedSample.Draw(labels, limit, seed);
            Assert.Equal(limit, drawn.Length);
            Assert.Equal(limit, drawn.Distinct().Count());
            Assert.Equal(drawn.Order(), drawn);
            Assert.Equal(labels.Distinct().Count(), drawn.Select(i => labels[i]).Distinct().Count());
            Assert.Equal(drawn, StratifiedSample.Draw(labels, limit, seed));
        }, iter: 100, threads: 1);

    [Fact]
    public void A_bootstrap_interval_narrows_with_more_samples_and_repeats_with_its_seed()
    {
        var (few, many) = (Interval(50, 1), Interval(5000, 1));
        Assert.True(many.High - many.Low < few.High - few.Low);
        Assert.InRange(0.5, many.Low, many.High);
        Assert.Equal(few, Interval(50, 1));
        Assert.NotEqual(few, Interval(50, 2));
    }

    [Fact]
    public void Fewer_resamples_are_made_of_many_samples_but_never_fewer_than_a_hundred()
    {
        Assert.Equal(1000, ReportIntervals.Resamples(10_000, 1000));
        Assert.Equal(500, ReportIntervals.Resamples(200_000, 1000));
        Assert.Equal(100, ReportIntervals.Resamples(5_000_000, 1000));
    }

    [Fact]
    public void Two_tight_groups_far_apart_carry_the_logarithm_of_two_in_information()
    {
        var random = new Random(1);
        double[][] draws = [.. Enumerable.Range(0, 100).Select(x =>
            Enumerable.Range(0, 5).Select(_ => (x % 2 == 0 ? -10 : 10) + random.NextDouble()).ToArray())];
        Assert.Equal(Math.Log(2), MutualInformationEstimate.Of(draws)!.Value, 0.2);
    }

    [Fact]
    public void Samples_that_are_all_told_apart_carry_the_logarithm_of_their_number()
    {
        double[][] draws = [.. Enumerable.Range(0, 50).Select(x => new[] { x * 100.0 - 0.5, x * 100 + 0.5 })];
        Assert.Equal(Math.Log(50), MutualInformationEstimate.Of(draws)!.Value, 1e-9);
    }

    [Fact]
    public void Without_noise_or_with_one_sample_there_is_no_information_estimate()
    {
        Assert.Null(MutualInformationEstimate.Of([[1, 1], [2, 2]]));
        Assert.Null(MutualInformationEstimate.Of([[1, 2]]));
        Assert.Null(MutualInformationEstimate.Of([]));
    }

    private static (double Low, double High) Interval(int samples, int seed) =>
        Bootstrap.Intervals(samples, 200, seed, indices => [indices.Average(i => i % 2)])[0];
}
