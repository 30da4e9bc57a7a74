using CsCheck;
using LsKd.Core.Analysis;
using LsKd.Learning.Analysis;
using LsKd.Learning.Tests.Analysis.Fakes;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Tests.Analysis;

public class MetricPropertiesTests
{
    private const int Rounds = 15;

    /// <summary>A random problem: seed, classes, dimension, samples (every class occurs at least twice).</summary>
    private static readonly Gen<Problem> Problems =
        from seed in Gen.Int[0, 1_000_000]
        from classes in Gen.Int[3, 7]
        from dimension in Gen.Int[2, 9]
        from samples in Gen.Int[20, 60]
        select new Problem(seed, classes, dimension, samples);

    [Fact]
    public void Stability_lies_between_0_and_1_for_the_squared_and_target_variants() => Problems.Sample(problem =>
    {
        var stability = problem.Report().Stability!;
        Assert.InRange(stability.SquaredL2, 0, 1);
        Assert.InRange(stability.TargetProbability, 0, 1);
        Assert.True(stability.TargetProbability >= stability.SquaredL2 - 1e-12);
    }, iter: Rounds, threads: 1);

    [Fact]
    public void Renaming_the_classes_changes_no_value() => Problems.Sample(problem =>
    {
        var order = problem.Permutation();
        var (before, after) = (problem.Report(), problem.Permuted(order).Report(triple: [order[0], order[1], order[2]]));
        Same(before.Nll, after.Nll);
        Same(before.Ece15, after.Ece15);
        Same(before.Brier, after.Brier);
        Same(before.Gamma, after.Gamma);
        Same(before.Temperature, after.Temperature);
        Same(before.Stability!.SquaredL2, after.Stability!.SquaredL2);
        Same(before.CenterDistance!.FeaturesOverRadius, after.CenterDistance!.FeaturesOverRadius);
        Same(before.CenterDistance.PlaneOverRadius, after.CenterDistance.PlaneOverRadius);
        Same(before.NeuralCollapse!.Nc1, after.NeuralCollapse!.Nc1);
        Same(before.NeuralCollapse.Nc2, after.NeuralCollapse.Nc2);
        Same(before.NeuralCollapse.Nc3, after.NeuralCollapse.Nc3);
        Same(before.NeuralCollapse.NccMismatch, after.NeuralCollapse.NccMismatch);
        Same(before.CosineR2, after.CosineR2);
    }, iter: Rounds, threads: 1);

    [Fact]
    public void Turning_features_and_templates_together_changes_no_value() => Problems.Sample(problem =>
    {
        var (before, after) = (problem.Report(), problem.Turned().Report());
        Same(before.Nll, after.Nll);
        Same(before.MeanIntraClassRadius, after.MeanIntraClassRadius);
        Same(before.CenterDistance!.Features, after.CenterDistance!.Features);
        Same(before.CenterDistance.Plane, after.CenterDistance.Plane);
        Same(before.CosineWithin, after.CosineWithin);
        Same(before.NeuralCollapse!.Nc1, after.NeuralCollapse!.Nc1);
        Same(before.NeuralCollapse.Nc3, after.NeuralCollapse.Nc3);
        Same(before.NeuralCollapse.NccMismatch, after.NeuralCollapse.NccMismatch);
    }, iter: Rounds, threads: 1);

    [Fact]
    public void The_distance_of_two_centres_is_the_same_from_either_side() => Problems.Sample(problem =>
    {
        var (one, other) = (problem.Report(triple: [0, 1, 2]).CenterDistance!, problem.Report(triple: [1, 0, 2]).CenterDistance!);
        Same(one.Features, other.Features);
        Same(one.FeaturesOverRadius, other.FeaturesOverRadius);
        Same(one.Plane, other.Plane);
        Same(one.PlaneOverRadius, other.PlaneOverRadius);
    }, iter: Rounds, threads: 1);

    [Fact]
    public void A_distance_in_the_plane_never_exceeds_the_distance_in_feature_space() => Problems.Sample(problem =>
    {
        var report = problem.Report();
        Assert.True(report.CenterDistance!.Plane <= report.CenterDistance.Features * (1 + 1e-9));
        Assert.All(report.SimilarPairs, p => Assert.True(p.CenterDistance!.Plane <= p.CenterDistance.Features * (1 + 1e-9)));
    }, iter: Rounds, threads: 1);

    [Fact]
    public void The_fitted_temperature_beats_its_neighbours() => Problems.Sample(problem =>
    {
        if (problem.Report().Temperature is not { } t)
            return;
        var best = problem.LossAt(t);
        Assert.True(best <= problem.LossAt(t * 1.01) + 1e-12 && best <= problem.LossAt(t / 1.01) + 1e-12);
    }, iter: Rounds, threads: 1);

    [Fact]
    public void Every_interval_holds_its_value_or_lies_next_to_it() => Problems.Sample(problem =>
    {
        var report = problem.Report(resamples: 200);
        Assert.InRange(report.Top1!.Value, report.Intervals["top1"][0], report.Intervals["top1"][1]);
        Assert.InRange(report.Nll!.Value, report.Intervals["nll"][0], report.Intervals["nll"][1]);
    }, iter: 10, threads: 1);

    private static void Same(double? before, double? after)
    {
        Assert.Equal(before is null, after is null);
        Assert.True(before is null || Math.Abs(before.Value - after!.Value) <= 1e-7 * Math.Max(1, Math.Abs(before.Value)), $"{before} became {after}");
    }

    private sealed record Problem(int Seed, int Classes, int Dimension, int Samples)
    {
        private Func<double[,], double[,]> Turn { get; init; } = m => m;

        private int[]? Order { get; init; }

        public override string ToString() => $"seed {Seed}, K {Classes}, D {Dimension}, N {Samples}";

        public int[] Permutation()
        {
            var order = Enumerable.Range(0, Classes).ToArray();
            new Random(Seed + 1).Shuffle(order);
            return order;
        }

        public Problem Permuted(int[] order) => this with { Order = order };

        public Problem Turned()
        {
            using var scope = NewDisposeScope();
            var basis = linalg.qr(tensor(Matrix(new Random(Seed + 2), Dimension, Dimension))).Q;
            var turn = (double[,])basis.data<double>().ToNDArray();
            return this with { Turn = m => Product(m, turn) };
        }

        public AnalysisReport Report(int[]? triple = null, int resamples = 0)
        {
            using var source = Source();
            return source.Report(new() { Triple = triple ?? [0, 1, 2], Resamples = resamples });
        }

        public double LossAt(double temperature)
        {
            using var source = Source();
            using var scope = NewDisposeScope();
            return nn.functional.cross_entropy(source.Logits / temperature, source.Labels).ToDouble();
        }

        private ArraySource Source()
        {
            var random = new Random(Seed);
            var (weights, bias) = (Matrix(random, Classes, Dimension), Matrix(random, 1, Classes));
            var labels = Enumerable.Range(0, Samples).Select(i => (long)(i % Classes)).ToArray();
            var features = Matrix(random, Samples, Dimension);
            for (var i = 0; i < Samples; i++)
                for (var d = 0; d < Dimension; d++)
                    features[i, d] += weights[labels[i], d];
            var order = Order ?? [.. Enumerable.Range(0, Classes)];
            var (moved, movedBias) = (new double[Classes, Dimension], new double[Classes]);
            for (var k = 0; k < Classes; k++)
            {
                movedBias[order[k]] = bias[0, k] * 0.1;
                for (var d = 0; d < Dimension; d++)
                    moved[order[k], d] = weights[k, d];
            }
            return new(Turn(features), Turn(moved), movedBias, [.. labels.Select(l => (long)order[l])]);
        }

        private static double[,] Matrix(Random random, int rows, int columns)
        {
            var m = new double[rows, columns];
            for (var i = 0; i < rows; i++)
                for (var j = 0; j < columns; j++)
                    m[i, j] = Enumerable.Range(0, 6).Sum(_ => random.NextDouble() - 0.5);
            return m;
        }

        private static double[,] Product(double[,] a, double[,] b)
        {
            using var scope = NewDisposeScope();
            return (double[,])tensor(a).matmul(tensor(b)).data<double>().ToNDArray();
        }
    }
}
