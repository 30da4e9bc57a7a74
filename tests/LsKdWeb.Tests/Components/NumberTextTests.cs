using LsKdWeb.Components.Fields;

namespace LsKdWeb.Tests.Components;

public class NumberTextTests
{
    [Theory]
    [InlineData("0.05", 0.05)]
    [InlineData(" 1e-3 ", 0.001)]
    [InlineData("-2", -2.0)]
    public void A_number_is_read_with_a_decimal_point(string text, double expected)
    {
        Assert.Null(NumberText.Read(text, out double value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("0,05", "decimals follow a point")]
    [InlineData("1,000", "decimals follow a point")]
    [InlineData("abc", "no number")]
    [InlineData("NaN", "no number")]
    [InlineData("", "needed")]
    public void What_is_no_number_is_not_made_one(string text, string complaint) =>
        Assert.Contains(complaint, NumberText.Read(text, out double _), StringComparison.Ordinal);

    [Fact]
    public void A_whole_number_takes_no_decimals_and_an_optional_one_may_be_left_out()
    {
        Assert.Equal("\"2.5\" is no whole number.", NumberText.Read("2.5", out int _));
        Assert.Null(NumberText.Read("", out int? none));
        Assert.Null(none);
        Assert.Null(NumberText.Read("12", out int? twelve));
        Assert.Equal(12, twelve);
    }

    [Fact]
    public void A_step_adds_without_rounding_errors()
    {
        Assert.Equal(0.3, NumberText.Step(0.2, 0.1, 1));
        Assert.Equal(-1, NumberText.Step<int?>(null, 1, -1));
        Assert.Equal("0.3", NumberText.Write(NumberText.Step(0.2, 0.1, 1)));
    }
}
