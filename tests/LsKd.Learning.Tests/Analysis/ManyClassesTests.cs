using LsKd.Core.Arrays;
using LsKd.Core.Runs;
using LsKd.Learning.Analysis;
using LsKd.Learning.Analysis.Metrics;
using LsKd.Learning.Tests.Analysis.Fakes;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Tests.Analysis;

public class ManyClassesTests
{
    [Fact]
    public void Above_a_limit_the_matrices_lie_beside_the_features()
    {
        const int classes = RunAnalysis.MatrixClasses + 4;
        var folder = new RunFolder(Directory.CreateTempSubdirectory("many-classes").FullName);
        using var data = new PointSource(classes, (Split.Test, 2 * classes));
        using var network = new LinearModel(classes, 1);
        RunAnalysis.Run(network, data, folder, new() { StoredSamples = 10 }, [Split.Test], 1, _ => { });

        var report = ReportFile.Read(folder.Report("test", 1));
        Assert.Empty(report.Confusion);
        Assert.Empty(report.SoftLabelByClass);
        Assert.Contains(report.Remarks, r => r.Contains("stored as tensors"));
        var arrays = SafeTensorsFile.Open(folder.Arrays("test", 1));
        Assert.Equal(2 * classes, arrays.ReadIntegers("confusion").Sum());
        Assert.Equal(classes, arrays.ReadFloats("soft_label_by_class").Sum(), 1e-2f);
        Directory.Delete(folder.Root, recursive: true);
    }

    [Fact]
    public void With_very_many_classes_the_leading_pairs_are_those_of_the_whole_ranking()
    {
        const int classes = ClassSimilarity.AllPairsUpTo + 100;
        using var scope = NewDisposeScope();
        var weights = tensor(Enumerable.Range(0, classes * 2).Select(i => i % 2 == 0 ? Math.Cos(i / 2 * 0.9) : Math.Sin(i / 2 * 0.9)).ToArray()).reshape(classes, 2);
        var cosines = ClassSimilarity.Cosines(weights);
        var soft = zeros(classes, classes, ScalarType.Float64);
        (soft[3, 70], soft[70, 3]) = (tensor(0.4), tensor(0.5));
        var counts = Enumerable.Repeat(1, classes).ToArray();
        // Only classes 3 and 70 are alike in every way: template, soft label, confusion.
        cosines[3, 70] = cosines[70, 3] = tensor(2.0);
        var ranking = ClassSimilarity.Rank(cosines, soft, soft, counts);

        Assert.Equal((3, 70), (ranking[0].First, ranking[0].Second));
        Assert.Equal(0.45, ranking[0].SoftLabel, 1e-12);
        Assert.True(ranking.Count <= ClassSimilarity.RankingLength);
        Assert.All(ranking, p => Assert.True(p.First < p.Second));
    }

    [Fact]
    public void The_collapse_measure_is_the_same_by_both_ways_of_computing_it()
    {
        // Class means close to a line: the shared product would be too coarse, so single precision takes the other way.
        var (random, labels) = (new Random(5), Enumerable.Range(0, 80).Select(i => (long)(i % 4)).ToArray());
        var features = new double[80, 9];
        var means = new double[4, 9];
        for (var k = 0; k < 4; k++)
            for (var d = 0; d < 9; d++)
                means[k, d] = k * (d + 1) + 0.003 * random.NextDouble();
        for (var i = 0; i < 80; i++)
            for (var d = 0; d < 9; d++)
                features[i, d] = means[labels[i], d] + 0.01 * (random.NextDouble() - 0.5);
        Assert.Equal(1, Nc1(features, labels, ScalarType.Float32) / Nc1(features, labels, ScalarType.Float64), 5e-3);
    }

    private static double Nc1(double[,] features, long[] labels, ScalarType type)
    {
        using var scope = NewDisposeScope();
        var (x, y) = (tensor(features), tensor(labels));
        using var sums = new ClassSums(4, 9);
        sums.Add(x, y);
        using var empty = new ClassSums(4, 4);
        using var classes = new ClassStatistics([20, 20, 20, 20], sums, sums, empty);
        using var products = new CentreProducts(classes, type);
        var centred = x - classes.FeatureMeans.index_select(0, y);
        products.Add(x.to(type), centred.to(type), y, labels);
        return products.Nc1()!.Value;
    }
}
