using LsKd.Core.Analysis;
using LsKd.Core.Arrays;

namespace LsKdWeb.Analyses;

/// <summary>
/// Distance of two class centres over all stored samples of a split, in feature space and in the shown plane: raw, and over the mean
/// of the two classes' mean distance to their own centre.
/// </summary>
internal static class CenterDistances
{
    /// <summary>Measures two classes; null when one has no samples.</summary>
    public static CenterDistanceValues? Of(SplitArrays arrays, IProjection map, int first, int second)
    {
        var sides = new[] { new Side(first), new Side(second) };
        Walk(arrays, map, sides, (side, row, x, y) => side.Sum(row, x, y));
        if (sides.Any(s => s.Count == 0))
            return null;
        foreach (var side in sides)
            side.Settle();
        Walk(arrays, map, sides, (side, row, x, y) => side.Measure(row, x, y));
        var features = Distance(sides[0].Center, sides[1].Center);
        var plane = Math.Sqrt(Math.Pow(sides[0].X - sides[1].X, 2) + Math.Pow(sides[0].Y - sides[1].Y, 2));
        return new CenterDistanceValues(
            features, Over(features, sides.Average(s => s.Radius)), plane, Over(plane, sides.Average(s => s.PlaneRadius)));
    }

    private static double? Over(double distance, double radius) => radius > 0 ? distance / radius : null;

    private static void Walk(SplitArrays arrays, IProjection map, Side[] sides, Action<Side, float[], double, double> visit)
    {
        var row = Array.Empty<float>();
        TensorRows.ForEach(arrays.File, "features", (i, values) =>
        {
            var side = Array.Find(sides, s => s.Label == arrays.Labels[i]);
            if (side is null)
                return;
            if (row.Length != values.Length)
                row = new float[values.Length];
            values.CopyTo(row);
            var (x, y) = map.Project(values);
            visit(side, row, x, y);
        });
    }

    private static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum());

    private sealed class Side(int label)
    {
        private double radii, planeRadii;

        public int Label => label;

        public int Count { get; private set; }

        public double[] Center { get; private set; } = [];

        public double X { get; private set; }

        public double Y { get; private set; }

        public double Radius => radii / Count;

        public double PlaneRadius => planeRadii / Count;

        public void Sum(float[] row, double x, double y)
        {
            if (Center.Length == 0)
                Center = new double[row.Length];
            for (var i = 0; i < row.Length; i++)
                Center[i] += row[i];
            (X, Y, Count) = (X + x, Y + y, Count + 1);
        }

        public void Settle()
        {
            for (var i = 0; i < Center.Length; i++)
                Center[i] /= Count;
            (X, Y) = (X / Count, Y / Count);
        }

        public void Measure(float[] row, double x, double y)
        {
            double sum = 0;
            for (var i = 0; i < row.Length; i++)
                sum += (row[i] - Center[i]) * (row[i] - Center[i]);
            radii += Math.Sqrt(sum);
            planeRadii += Math.Sqrt((x - X) * (x - X) + (y - Y) * (y - Y));
        }
    }
}
