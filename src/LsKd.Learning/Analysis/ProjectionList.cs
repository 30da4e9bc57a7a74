using LsKd.Core.Analysis;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Analysis;

/// <summary>Coordinates of a triple's samples in its plane, without and with the bias as a last coordinate of the templates.</summary>
internal sealed class ProjectionList(IReadOnlyList<int> triple, PlaneProjection? plane, PlaneProjection? withBias)
{
    private readonly List<int> rows = [];
    private readonly List<IReadOnlyList<double>> points = [], pointsWithBias = [];

    public ProjectionValues Values() => new(rows, plane is null ? null : points, withBias is null ? null : pointsWithBias);

    public void Add(Tensor features, ReadOnlySpan<long> labels, int offset)
    {
        for (var i = 0; i < labels.Length; i++)
            if (triple.Contains((int)labels[i]))
                Add(features[i].to(ScalarType.Float64).data<double>().ToArray(), offset + i);
    }

    private void Add(double[] sample, int row)
    {
        rows.Add(row);
        if (plane is not null)
            points.Add(Pair(plane.Project(sample)));
        if (withBias is not null)
            pointsWithBias.Add(Pair(withBias.Project(sample)));
    }

    private static double[] Pair((double X, double Y) point) => [point.X, point.Y];
}
