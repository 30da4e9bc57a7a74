using LsKd.Core.Studies.Statistics;

namespace LsKd.Core.Tests.Studies;

public sealed class McNemarTests
{
    // Two-sided exact binomial p at one half, as R's binom.test(b, b + c) gives it.
    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(5, 5, 1)]
    [InlineData(0, 5, 0.0625)]
    [InlineData(1, 9, 0.021484375)]
    [InlineData(9, 1, 0.021484375)]
    [InlineData(3, 12, 0.03515625)]
    public void The_p_is_that_of_the_binomial_distribution(int onlyFirst, int onlySecond, double p) =>
        Assert.Equal(p, McNemar.P(onlyFirst, onlySecond), 10);

    [Fact]
    public void Large_counts_do_not_overflow() => Assert.InRange(McNemar.P(20_000, 20_400), 0.04, 0.05);
}
