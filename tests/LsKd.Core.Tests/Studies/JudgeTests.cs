using LsKd.Core.Studies.Verdicts;

namespace LsKd.Core.Tests.Studies;

public class JudgeTests
{
    private static Contrast Of(Expectation expected, params double[] values) =>
        new("difference", "", expected, [.. Enumerable.Range(0, values.Length)], values);

    [Fact]
    public void Values_on_the_claims_side_support_it()
    {
        var judged = Judge.Of(Of(new(Up: true), 0.30, 0.32, 0.28));
        Assert.Equal(Outcome.Supported, judged.Outcome);
        Assert.Equal(3, judged.N);
        Assert.Null(judged.MoreSeeds);
        Assert.Contains("supported", judged.Sentence);
    }

    [Fact]
    public void A_claim_of_a_fall_is_supported_by_a_fall() =>
        Assert.Equal(Outcome.Supported, Judge.Of(Of(new(Up: false), -0.30, -0.32, -0.28)).Outcome);

    [Fact]
    public void Values_on_the_other_side_do_not_support_it() =>
        Assert.Equal(Outcome.NotSupported, Judge.Of(Of(new(Up: true), -0.30, -0.32, -0.28)).Outcome);

    [Fact]
    public void An_interval_over_the_boundary_is_inconclusive_and_says_how_many_seeds_more()
    {
        var judged = Judge.Of(Of(new(Up: true), 0.1, 0.9, 0.2));
        Assert.Equal(Outcome.Inconclusive, judged.Outcome);
        // mean 0.4, sd 0.436: n = 8 gives t(7) 2.365 * 0.436 / sqrt 8 = 0.364 < 0.4, n = 7 gives 0.403.
        Assert.Equal(5, judged.MoreSeeds);
        Assert.Contains("5 more seeds", judged.Sentence);
    }

    [Fact]
    public void One_seed_never_gives_a_verdict()
    {
        var judged = Judge.Of(Of(new(Up: true), 100));
        Assert.Equal(Outcome.Inconclusive, judged.Outcome);
        Assert.Null(judged.Interval);
        Assert.Contains("one seed gives no verdict", judged.Sentence);
    }

    [Fact]
    public void No_seed_is_no_evidence() => Assert.Equal(Outcome.NoEvidence, Judge.Of(Of(new(Up: true))).Outcome);

    [Fact]
    public void A_margin_supports_a_loss_smaller_than_it_and_refutes_a_larger_one()
    {
        Assert.Equal(Outcome.Supported, Judge.Of(Of(new(Up: true, Margin: 0.005), -0.001, -0.0015, -0.0012)).Outcome);
        Assert.Equal(Outcome.NotSupported, Judge.Of(Of(new(Up: true, Margin: 0.005), -0.021, -0.020, -0.022)).Outcome);
    }

    [Fact]
    public void A_difference_of_nothing_does_not_support_a_strict_claim_and_no_number_of_seeds_helps()
    {
        var judged = Judge.Of(Of(new(Up: true), 0, 0, 0));
        Assert.Equal(Outcome.Inconclusive, judged.Outcome);
        Assert.Null(judged.MoreSeeds);
        Assert.Contains("Not even 1000 seeds", judged.Sentence);
    }

    [Fact]
    public void A_negligible_effect_is_not_support() =>
        Assert.Equal(Outcome.NotSupported, Judge.Of(Of(new(Up: true, Negligible: 0.01), 0.001, -0.001, 0.0005)).Outcome);

    [Fact]
    public void Equal_values_without_spread_are_judged_by_their_side_from_three_seeds_on()
    {
        var judged = Judge.Of(Of(new(Up: true), 0.2, 0.2, 0.2));
        Assert.Equal(Outcome.Supported, judged.Outcome);
        Assert.Null(judged.EffectSize);
        Assert.Equal(Outcome.NotSupported, Judge.Of(Of(new(Up: true), -0.2, -0.2, -0.2)).Outcome);
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(-0.2)]
    public void Two_equal_values_are_inconclusive_and_one_seed_more_would_tell(double value)
    {
        var judged = Judge.Of(Of(new(Up: true), value, value));
        Assert.Equal((Outcome.Inconclusive, 1), (judged.Outcome, judged.MoreSeeds));
        Assert.Contains("no spread to judge by", judged.Sentence);
    }

    [Fact]
    public void Values_that_differ_by_rounding_have_no_spread_and_no_effect_size()
    {
        var judged = Judge.Of(Of(new(Up: true), 0.010000000000000009, 0.009999999999999995));
        Assert.Equal(0, judged.Deviation);
        Assert.Null(judged.EffectSize);
        Assert.DoesNotContain("000000", judged.Sentence);
    }

    [Fact]
    public void A_claim_of_several_parts_holds_when_all_do_and_falls_with_one()
    {
        var up = Of(new(Up: true), 0.30, 0.32, 0.28);
        var down = Of(new(Up: true), -0.30, -0.32, -0.28);
        var unclear = Of(new(Up: true), 0.1, 0.9, 0.2, 0.3);
        Assert.Equal(Outcome.Supported, Judge.All([up, up]).Outcome);
        Assert.Equal(Outcome.NotSupported, Judge.All([up, down]).Outcome);
        Assert.Equal(Outcome.Inconclusive, Judge.All([up, unclear]).Outcome);
        Assert.Equal(3, Judge.All([up, unclear]).N);
        Assert.Equal(Outcome.NoEvidence, Judge.All([]).Outcome);
    }
}
