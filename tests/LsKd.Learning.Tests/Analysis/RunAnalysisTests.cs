using System.Text.Json;
using LsKd.Core.Analysis;
using LsKd.Core.Arrays;
using LsKd.Core.Events;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Learning.Analysis;
using LsKd.Learning.Tests.Analysis.Fakes;
using TorchSharp;

namespace LsKd.Learning.Tests.Analysis;

public sealed class RunAnalysisTests : IDisposable
{
    private readonly RunFolder folder = new(Path.Combine(Path.GetTempPath(), "analysis-" + Guid.NewGuid().ToString("N")));
    private readonly List<RunEvent> events = [];

    public RunAnalysisTests() => Directory.CreateDirectory(folder.Root);

    public void Dispose() => Directory.Delete(folder.Root, recursive: true);

    [Fact]
    public void Each_split_gets_a_report_and_arrays_and_the_run_its_last_layer()
    {
        using var data = new PointSource(4, (Split.Train, 60), (Split.Test, 20));
        using var network = new LinearModel(4, 1);
        Run(network, data, new() { StoredSamples = 12 });

        var train = ReportFile.Read(folder.Report("train"));
        Assert.Equal((60, 12, 4, 6), (train.Samples, train.StoredSamples, train.Classes, train.Dimension));
        Assert.Contains(train.Remarks, r => r.Contains("12 of 60 samples"));
        Assert.Equal(20, ReportFile.Read(folder.Report("test")).Samples);
        Assert.False(File.Exists(folder.Report("validation")));
        var arrays = SafeTensorsFile.Open(folder.Arrays("train"));
        Assert.Equal([12L, 6], arrays.Tensors["features"].Shape);
        Assert.Equal([4L, 6], SafeTensorsFile.Open(folder.Head()).Tensors["weights"].Shape);
        Assert.Equal(
            ["head ", "arrays train", "analysis train", "arrays test", "analysis test"],
            events.Cast<ArtifactWritten>().Select(a => $"{a.Kind} {a.Split}"));
    }

    [Fact]
    public void The_stored_samples_are_spread_evenly_over_balanced_classes_and_carry_their_ids()
    {
        using var data = new PointSource(4, (Split.Test, 200));
        using var network = new LinearModel(4, 1);
        Run(network, data, new() { StoredSamples = 40 });

        var arrays = SafeTensorsFile.Open(folder.Arrays("test"));
        var (labels, ids) = (arrays.ReadIntegers("labels"), arrays.ReadIntegers("sample_ids"));
        Assert.All(labels.CountBy(l => l), group => Assert.Equal(10, group.Value));
        Assert.All(ids.Zip(labels), pair => Assert.Equal(pair.Second, (pair.First - 2000) % 4));
    }

    [Fact]
    public void Stored_logits_are_those_of_the_stored_features_and_layer()
    {
        using var data = new PointSource(3, (Split.Test, 9));
        using var network = new LinearModel(3, 1);
        Run(network, data, new());

        var arrays = SafeTensorsFile.Open(folder.Arrays("test"));
        var head = SafeTensorsFile.Open(folder.Head());
        var (x, z) = (arrays.ReadFloats("features"), arrays.ReadFloats("logits"));
        var (w, b) = (head.ReadFloats("weights"), head.ReadFloats("bias"));
        for (var i = 0; i < 9; i++)
            for (var k = 0; k < 3; k++)
                Assert.Equal(Enumerable.Range(0, 6).Sum(d => x[i * 6 + d] * w[k * 6 + d]) + b[k], z[i * 3 + k], 1e-5f);
    }

    [Fact]
    public void A_student_is_compared_with_its_teacher()
    {
        using var data = new PointSource(3, (Split.Test, 30));
        using var network = new LinearModel(3, 1);
        Run(network, data, new(), new() { Teacher = network.forward });

        var report = ReportFile.Read(folder.Report("test"));
        Assert.Equal(1, report.StudentAgreementTop1);
        Assert.Equal(0, report.Loss!["kd_kl_T1"], 1e-6);
        Assert.Equal(report.MeanEntropy!.Value, report.Loss["kd_soft_ce_T1"], 1e-6);
    }

    [Fact]
    public void A_split_too_large_to_keep_gives_the_same_report_from_a_second_forward_pass()
    {
        using var data = new PointSource(3, (Split.Test, 600));
        using var network = new LinearModel(3, 1);
        network.eval();
        using var head = new NetworkHead(network.Head.weight!, network.Head.bias);
        var kept = Report(new NetworkSource(network, data, Split.Test, new()), head);
        var (passes, again) = (data.Passes, Report(new NetworkSource(network, data, Split.Test, new(), cacheBytes: 0), head));

        Assert.Equal((1, 3), (passes, data.Passes));
        var differences = new List<string>();
        GoldenValuesTests.Compare(JsonSerializer.SerializeToNode(kept), JsonSerializer.SerializeToNode(again), "", differences);
        Assert.Empty(differences);
    }

    [Fact]
    public void The_named_triple_is_used_and_an_unknown_class_is_refused()
    {
        using var data = new PointSource(4, (Split.Test, 20));
        using var network = new LinearModel(4, 1);
        Run(network, data, new() { Triple = ["class-2", "class-0", "class-3"] });

        Assert.Equal([2, 0, 3], ReportFile.Read(folder.Report("test")).Triple);
        var error = Assert.Throws<InvalidDataException>(() => Run(network, data, new() { Triple = ["class-2", "cat", "class-3"] }));
        Assert.Contains("'cat'", error.Message);
    }

    [Fact]
    public void Mutual_information_is_estimated_on_the_train_split_of_the_final_analysis_alone()
    {
        using var data = new PointSource(4, (Split.Train, 60), (Split.Test, 20));
        using var network = new LinearModel(4, 1);
        Run(network, data, new() { Triple = ["class-0", "class-1", "class-3"] });

        var report = ReportFile.Read(folder.Report("train"));
        Assert.InRange(report.MutualInformation!.Value, 0, Math.Log(30));
        Assert.Contains(report.Remarks, r => r.Contains("class-0 against class-3, over 30 training samples"));
        Assert.Null(ReportFile.Read(folder.Report("test")).MutualInformation);
    }

    [Fact]
    public void An_epochs_analysis_has_files_of_its_own_and_no_intervals()
    {
        using var data = new PointSource(4, (Split.Test, 20));
        using var network = new LinearModel(4, 1);
        RunAnalysis.Run(network, data, folder, new(), [Split.Test], 3, events.Add);

        var report = ReportFile.Read(folder.Report("test", 3));
        Assert.Equal(3, report.Epoch);
        Assert.Empty(report.Intervals);
        Assert.True(File.Exists(folder.Arrays("test", 3)) && File.Exists(folder.Head(3)));
        Assert.False(File.Exists(folder.Report("test")));
    }

    [Fact]
    public void A_long_tailed_training_set_gives_accuracy_by_shots_and_a_balanced_one_does_not()
    {
        using var balanced = new PointSource(4, (Split.Train, 400), (Split.Test, 20));
        using var tailed = new PointSource(4, (Split.Train, 402), (Split.Test, 20));
        using var network = new LinearModel(4, 1);
        Run(network, balanced, new());
        Assert.Null(ReportFile.Read(folder.Report("test")).ShotAccuracy);
        Run(network, tailed, new());
        var shots = ReportFile.Read(folder.Report("test")).ShotAccuracy!;
        Assert.True(shots.Many is not null && shots.Medium is not null && shots.Few is null);
    }

    [Fact]
    public void The_network_keeps_its_mode_and_no_tensor_is_left_behind()
    {
        using var data = new PointSource(4, (Split.Train, 300), (Split.Test, 20));
        using var network = new LinearModel(4, 1);
        network.train();
        Run(network, data, new());
        var before = LiveTensors.Baseline();
        Run(network, data, new(), new() { Teacher = network.forward });

        Assert.True(network.training);
        Assert.Equal(before, torch.Tensor.TotalCount);
    }

    [Fact]
    public void An_output_that_is_not_finite_is_refused_by_name()
    {
        using var data = new PointSource(4, (Split.Test, 20));
        using var network = new LinearModel(4, 1);
        using (torch.no_grad())
            network.Head.bias!.fill_(float.NaN);

        var error = Assert.Throws<InvalidDataException>(() => Run(network, data, new()));
        Assert.Contains("bias", error.Message);
    }

    private void Run(LinearModel network, PointSource data, AnalysisSpec spec, RunAnalysisContext? context = null) =>
        RunAnalysis.Run(network, data, folder, spec, [Split.Train, Split.Validation, Split.Test], null, events.Add, context);

    private static AnalysisReport Report(NetworkSource source, NetworkHead head)
    {
        using var _ = source;
        var (accumulator, _) = AnalysisPass.Run(source, head, new());
        using (accumulator)
            return accumulator.Report();
    }
}
