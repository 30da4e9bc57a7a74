using LsKd.Core.Analysis;

namespace LsKd.Core.Tests.Analysis;

public class SpreadTests
{
    [Fact]
    public void A_spread_has_mean_sample_deviation_extremes_and_count() =>
        Assert.Equal(new Spread(2, 1, 1, 3, 3), Spread.Of([1, 2, 3]));

    [Fact]
    public void One_value_has_no_deviation_and_none_has_no_spread()
    {
        Assert.Null(Spread.Of([5])!.Sd);
        Assert.Null(Spread.Of([]));
    }

    [Fact]
    public void Pairs_without_a_plane_count_in_feature_space_alone()
    {
        var spread = CenterDistanceSpread.Of([new(1, 0.5, null, null), new(3, null, 2, 1)])!;
        Assert.Equal((2, 1, 1), (spread.Features!.Count, spread.FeaturesOverRadius!.Count, spread.Plane!.Count));
        Assert.Equal(2, spread.Features.Mean);
    }
}
