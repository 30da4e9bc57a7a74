using CsCheck;
using LsKd.Core.Analysis;

namespace LsKd.Core.Tests.Analysis;

public class PlaneProjectionTests
{
    private static readonly Gen<double[]> Vector = Gen.Double[-10, 10].Array[6];

    [Fact]
    public void Axes_follow_the_differences_of_the_templates()
    {
        var plane = PlaneProjection.Through([0, 0, 0], [2, 0, 0], [1, 3, 0])!;
        Assert.Equal((5, 7), plane.Project([5.0, 7.0, 9.0]));
    }

    [Fact]
    public void Templates_on_a_line_span_no_plane() =>
        Assert.Null(PlaneProjection.Through([0, 0], [1, 1], [3, 3]));

    [Fact]
    public void Equal_templates_span_no_plane() =>
        Assert.Null(PlaneProjection.Through([1, 2], [1, 2], [3, 3]));

    [Fact]
    public void A_plane_with_bias_takes_features_without_the_appended_one()
    {
        var plane = PlaneProjection.Through([0, 0, 0], [0, 0, 2], [1, 0, 0])!;
        Assert.Equal((1, 4), plane.Project([4f, 5f]));
    }

    [Fact]
    public void Distances_in_the_plane_never_exceed_those_between_the_features() =>
        Gen.Select(Vector, Vector, Vector, Vector, Vector).Sample((a, b, c, p, q) =>
        {
            if (PlaneProjection.Through(a, b, c) is not { } plane)
                return;
            var (x1, y1) = plane.Project(p);
            var (x2, y2) = plane.Project(q);
            var inPlane = Math.Sqrt((x1 - x2) * (x1 - x2) + (y1 - y2) * (y1 - y2));
            var between = Math.Sqrt(p.Zip(q, (u, v) => (u - v) * (u - v)).Sum());
            Assert.True(inPlane <= between + 1e-9);
        });
}
