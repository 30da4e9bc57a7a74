using System.Text.Json;
using LsKd.Core.Analysis;
using LsKd.Core.Specs;
using LsKd.Learning.Analysis;
using LsKd.Learning.Tests.Analysis.Fakes;

namespace LsKd.Learning.Tests.Analysis;

public class DegenerateCasesTests
{
    private static readonly double[,] Templates = { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 }, { -1, -1, 0.5 } };

    [Fact]
    public void An_absent_class_is_left_out_of_means_and_said_to_be_absent()
    {
        var report = Report(Templates, [0, 0, 1, 1, 3, 3, 3]);
        Assert.Null(report.AccuracyByClass[2]);
        Assert.Null(report.SoftLabelByClass[2]);
        Assert.Null(report.TargetProbabilityByClass[2]);
        Assert.Null(report.NeuralCollapse!.Nc3);
        Assert.NotNull(report.NeuralCollapse.Nc1);
        Assert.DoesNotContain(report.SimilarPairs, p => p.First == 2 || p.Second == 2);
        Assert.Contains(report.Remarks, r => r.Contains("1 of 4 classes have no sample"));
    }

    [Fact]
    public void A_class_with_one_sample_has_no_spread_and_a_remark()
    {
        var report = Report(Templates, [0, 0, 1, 1, 2, 3, 3]);
        Assert.Contains(report.Remarks, r => r.Contains("1 of 4 classes have a single sample"));
        Assert.NotNull(report.CenterDistance!.FeaturesOverRadius);
    }

    [Fact]
    public void Classes_of_one_sample_each_have_a_distance_but_no_distance_over_a_radius()
    {
        var report = Report(Templates, [0, 1, 2, 3]);
        Assert.True(report.CenterDistance!.Features > 0);
        Assert.Null(report.CenterDistance.FeaturesOverRadius);
        Assert.Null(report.CenterDistance.PlaneOverRadius);
        Assert.Equal(1, report.Stability!.SquaredL2);
        Assert.Equal(0, report.NeuralCollapse!.Nc1!.Value, 1e-12);
    }

    [Fact]
    public void Templates_on_a_line_span_no_plane()
    {
        var report = Report(new double[,] { { 1, 1, 0 }, { 2, 2, 0 }, { 3, 3, 0 } }, [0, 0, 1, 1, 2, 2], new() { Triple = [0, 1, 2], ListProjection = true });
        Assert.Null(report.CenterDistance!.Plane);
        Assert.Null(report.Projection!.Plane);
        Assert.True(report.CenterDistance.Features > 0);
        Assert.Contains(report.Remarks, r => r.Contains("lie on a line"));
    }

    [Fact]
    public void Two_classes_have_no_triple_and_one_similar_pair_without_a_plane()
    {
        var report = Report(new double[,] { { 1, 0, 0 }, { 0, 1, 0 } }, [0, 0, 1, 1, 0]);
        Assert.Empty(report.Triple);
        Assert.Null(report.CenterDistance);
        var pair = Assert.Single(report.SimilarPairs);
        Assert.Null(pair.CenterDistance!.Plane);
        Assert.Contains(report.Remarks, r => r.Contains("three classes"));
    }

    [Fact]
    public void Three_classes_have_a_triple_and_all_three_pairs()
    {
        var report = Report(new double[,] { { 1, 0, 0 }, { 0.9, 0.2, 0 }, { 0, 0, 1 } }, [0, 0, 1, 1, 2, 2]);
        Assert.Equal([0, 1, 2], report.Triple);
        Assert.Equal(3, report.SimilarPairs.Count);
    }

    [Fact]
    public void Equal_logits_have_no_temperature_and_count_the_first_class_as_predicted()
    {
        var report = Report(new double[4, 3], [0, 0, 1, 1, 2, 2, 3, 3]);
        Assert.Null(report.Temperature);
        Assert.Null(report.Ece15AtTemperature);
        Assert.Equal(0.25, report.Top1);
        Assert.Equal(Math.Log(4), report.Nll!.Value, 1e-12);
        Assert.Equal(1, report.Stability!.SquaredL2);
        Assert.Null(report.NeuralCollapse!.Nc2);
        Assert.Contains(report.Remarks, r => r.Contains("temperature"));
    }

    [Fact]
    public void Labels_separated_without_error_have_no_temperature()
    {
        var report = Report(new double[,] { { 9, 0, 0 }, { 0, 9, 0 }, { 0, 0, 9 } }, [0, 1, 2, 0, 1, 2]);
        Assert.Equal(1, report.Top1);
        Assert.Null(report.Temperature);
    }

    [Fact]
    public void Features_that_are_all_the_same_have_no_collapse_and_no_cosine_measure()
    {
        var features = new double[6, 3];
        for (var i = 0; i < 6; i++)
            features[i, 0] = 1;
        using var source = new ArraySource(features, new double[,] { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } }, [0, 0, 0], [0, 0, 1, 1, 2, 2]);
        var report = Checked(source.Report());
        Assert.Null(report.NeuralCollapse!.Nc1);
        Assert.Null(report.NeuralCollapse.Nc3);
        Assert.Null(report.CosineR2);
        Assert.Contains(report.Remarks, r => r.Contains("coincide"));
    }

    [Fact]
    public void Fewer_features_than_classes_are_no_obstacle()
    {
        var report = Report(new double[,] { { 1 }, { 0.5 }, { -0.2 }, { -1 } }, [0, 0, 1, 1, 2, 2, 3, 3]);
        Assert.NotNull(report.NeuralCollapse!.Nc1);
        Assert.Null(report.CenterDistance!.Plane);
    }

    [Fact]
    public void One_sample_alone_gives_a_report()
    {
        var report = Report(Templates, [2]);
        Assert.Equal(1, report.Samples);
        Assert.Empty(report.SimilarPairs);
        Assert.Null(report.CenterDistance);
        Assert.Null(report.NeuralCollapse!.Nc1);
    }

    [Fact]
    public void Nothing_to_analyse_is_an_error()
    {
        using var source = new ArraySource(new double[0, 3], Templates, new double[4], []);
        Assert.Contains("no sample", Assert.Throws<InvalidDataException>(() => source.Report()).Message);
    }

    private static AnalysisReport Report(double[,] templates, long[] labels, AnalysisOptions? options = null)
    {
        var (random, dimension) = (new Random(3), templates.GetLength(1));
        var features = new double[labels.Length, dimension];
        for (var i = 0; i < labels.Length; i++)
            for (var d = 0; d < dimension; d++)
                features[i, d] = templates[labels[i], d] + 0.2 * (random.NextDouble() - 0.5);
        using var source = new ArraySource(features, templates, new double[templates.GetLength(0)], labels);
        return Checked(source.Report(options ?? new()));
    }

    // Writing refuses nothing, so what is not finite is looked for in the text.
    private static AnalysisReport Checked(AnalysisReport report)
    {
        var json = JsonSerializer.Serialize(report, SpecJson.Options);
        Assert.DoesNotContain("NaN", json);
        Assert.DoesNotContain("Infinity", json);
        return report;
    }
}
