using CsCheck;
using LsKd.Core.Analysis;

namespace LsKd.Core.Tests.Analysis;

public sealed class ProjectionTests
{
    [Fact]
    public void Principal_axes_find_the_two_directions_that_were_stretched()
    {
        var random = new Random(3);
        var rows = Enumerable.Range(0, 400).Select(_ => new[] { 2 * Gauss(random), 0.1 * Gauss(random), 9 * Gauss(random) }).ToList();
        var axes = PrincipalAxes.Fit(rows)!;
        Assert.InRange(Math.Abs(axes.First[2]), 0.99, 1);
        Assert.InRange(Math.Abs(axes.Second[0]), 0.99, 1);
        Assert.True(axes.ExplainedFirst > axes.ExplainedSecond);
    }

    [Fact]
    public void Principal_axes_are_of_length_one_orthogonal_and_repeatable()
    {
        var random = new Random(4);
        var rows = Enumerable.Range(0, 50).Select(_ => Enumerable.Range(0, 6).Select(_ => Gauss(random)).ToArray()).ToList();
        var (a, b) = (PrincipalAxes.Fit(rows)!, PrincipalAxes.Fit(rows)!);
        Assert.Equal(1, a.First.Sum(v => v * v), 9);
        Assert.Equal(0, a.First.Zip(a.Second, (x, y) => x * y).Sum(), 9);
        Assert.Equal(a.First, b.First);
    }

    [Fact]
    public void Samples_that_do_not_vary_in_two_directions_have_no_axes()
    {
        var rows = Enumerable.Range(0, 20).Select(i => new double[] { i, 2 * i, 3 * i }).ToList();
        Assert.Null(PrincipalAxes.Fit(rows));
        Assert.Null(PrincipalAxes.Fit([.. Enumerable.Repeat(new double[] { 1, 1 }, 5)]));
    }

    [Fact]
    public void The_span_map_never_stretches_a_distance()
    {
        var random = new Random(5);
        double[][] templates = [.. Enumerable.Range(0, 3).Select(_ => Enumerable.Range(0, 9).Select(_ => Gauss(random)).ToArray())];
        float[][] training = [.. Enumerable.Range(0, 60).Select(_ => Row(random))];
        var map = AffineProjection.SpanPca(templates, training)!;
        Gen.Int[0, 59].Select(Gen.Int[0, 59]).Sample((i, j) =>
        {
            var (p, q) = (map.Project(training[i]), map.Project(training[j]));
            var shown = Math.Sqrt(Math.Pow(p.X - q.X, 2) + Math.Pow(p.Y - q.Y, 2));
            return shown <= Math.Sqrt(training[i].Zip(training[j], (x, y) => Math.Pow(x - y, 2)).Sum()) + 1e-6;
        }, iter: 200);
    }

    [Fact]
    public void Templates_that_span_less_than_three_dimensions_have_no_span_map()
    {
        double[][] templates = [[1, 0, 0, 0], [0, 1, 0, 0], [1, 1, 0, 0]];
        Assert.Null(AffineProjection.SpanPca(templates, [[1, 2, 3], [3, 2, 1], [0, 1, 0], [5, 5, 1]]));
    }

    [Fact]
    public void A_fit_puts_the_mean_of_its_samples_at_the_origin()
    {
        var random = new Random(6);
        float[][] training = [.. Enumerable.Range(0, 80).Select(_ => Row(random))];
        var map = AffineProjection.AllClassPca(training)!;
        Assert.Equal(0, training.Average(r => map.Project(r).X), 5);
        Assert.Equal(0, training.Average(r => map.Project(r).Y), 5);
    }

    private static float[] Row(Random random) => [.. Enumerable.Range(0, 8).Select(_ => (float)Gauss(random))];

    private static double Gauss(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
