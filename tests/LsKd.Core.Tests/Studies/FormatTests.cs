using LsKd.Core.Studies.Statistics;
using LsKd.Core.Studies.Verdicts;

namespace LsKd.Core.Tests.Studies;

public sealed class FormatTests
{
    [Theory]
    [InlineData(0.00012, 0.00008, 0.00016, "", "+0.000120 [+0.000080, +0.000160]")]
    [InlineData(-0.0234, -0.0328, -0.014, "", "-0.0234 [-0.0328, -0.0140]")]
    [InlineData(0.036, -0.065, 0.137, "", "+0.036 [-0.065, +0.137]")]
    [InlineData(-0.0025, -0.0068, 0.0018, "points", "-0.25 points [-0.68, +0.18] points")]
    [InlineData(0.000002, -0.000001, 0.000005, "points", "+0.00020 points [-0.00010, +0.00050] points")]
    [InlineData(0, 0, 0, "", "0.000 [0.000, 0.000]")]
    public void The_interval_decides_the_decimals(double mean, double low, double high, string unit, string text)
    {
        var interval = new Interval(low, high);
        Assert.Equal(text, $"{Format.Number(mean, unit, interval)} {Format.Range(interval, unit)}");
    }

    [Theory]
    [InlineData(0.0004, "", "0.00040")]
    [InlineData(0.8803, "", "0.880")]
    [InlineData(123.456, "", "123.5")]
    [InlineData(0.8612, "points", "86.12")]
    [InlineData(0.00001, "points", "0.0010")]
    public void A_small_number_is_never_written_as_nought(double value, string unit, string text) => Assert.Equal(text, Format.Plain(value, unit));

    [Fact]
    public void A_small_deviation_keeps_two_digits() =>
        Assert.Equal("0.00967 ± 0.00042 (n = 3)", Format.Spread(new Sample([0.00925, 0.00967, 0.01009]), ""));
}
