using System.Text;
using System.Text.Json;
using LsKd.Core.Arrays;
using LsKd.Learning.Analysis;
using LsKd.Learning.Tests.Analysis.Fakes;

namespace LsKd.Learning.Tests.Analysis;

public sealed class BundleFileTests : IDisposable
{
    private readonly string path = Path.Combine(Path.GetTempPath(), $"bundle-{Guid.NewGuid():N}.safetensors");

    public void Dispose() => File.Delete(path);

    [Theory]
    [InlineData("F64", "I64", 1e-9)]
    [InlineData("F32", "I32", 1e-4)]
    [InlineData("F16", "I64", 2e-2)]
    [InlineData("BF16", "I32", 1e-1)]
    public void Every_number_format_gives_the_same_metrics_within_its_precision(string floats, string integers, double tolerance)
    {
        Bundles.Write(path, floats, integers);
        var golden = JsonDocument.Parse(File.ReadAllText(GoldenValuesTests.PathOf("metrics-a.json"))).RootElement.GetProperty("expected");
        using var bundle = BundleFile.Open(path);
        var report = BundleAnalysis.Report(bundle, [0, 1, 5]);

        Assert.Equal(golden.GetProperty("nll").GetDouble(), report.Nll!.Value, tolerance);
        Assert.Equal(golden.GetProperty("center_distance").GetProperty("plane").GetDouble(), report.CenterDistance!.Plane!.Value, tolerance);
        Assert.Equal(golden.GetProperty("neural_collapse").GetProperty("nc2").GetDouble(), report.NeuralCollapse!.Nc2!.Value, tolerance);
    }

    [Fact]
    public void Logits_that_are_missing_come_from_features_and_last_layer()
    {
        Bundles.Write(path, without: "logits");
        using var bundle = BundleFile.Open(path);
        using var whole = BundleFile.Open(GoldenValuesTests.PathOf("metrics-a.safetensors"));

        Assert.Equal(BundleAnalysis.Report(whole, [0, 1, 5]).Nll!.Value, BundleAnalysis.Report(bundle, [0, 1, 5]).Nll!.Value, 1e-9);
    }

    [Fact]
    public void Without_a_student_there_is_no_agreement_and_no_distillation_loss()
    {
        Bundles.Write(path, without: "student_logits");
        using var bundle = BundleFile.Open(path);
        var report = BundleAnalysis.Report(bundle, [0, 1, 5]);

        Assert.Null(report.StudentAgreementTop1);
        Assert.Equal(["ls_all_classes", "ls_wrong_classes"], report.Loss!.Keys.Order());
    }

    [Theory]
    [InlineData("features")]
    [InlineData("weights")]
    [InlineData("bias")]
    [InlineData("labels")]
    public void A_missing_tensor_is_named(string name)
    {
        Bundles.Write(path, without: name);
        Assert.Contains($"'{name}'", Refusal());
    }

    [Theory]
    [InlineData("weights", 5L, 8L)]
    [InlineData("bias", 6L, 1L)]
    [InlineData("labels", 100L)]
    [InlineData("logits", 137L, 5L)]
    [InlineData("student_logits", 136L, 6L)]
    [InlineData("features", 137L, 2L, 4L)]
    public void A_wrong_shape_is_named(string name, params long[] shape)
    {
        Bundles.Write(path, reshape: (name, shape));
        Assert.Contains($"'{(name == "weights" ? "bias" : name)}'", Refusal());
    }

    [Theory]
    [InlineData(6)]
    [InlineData(-1)]
    public void A_label_out_of_range_is_named_with_its_row(long label)
    {
        Bundles.Write(path, labelAt: (3, label));
        Assert.Contains($"'labels'", Refusal());
        Assert.Contains($"{label} at row 3", Refusal());
    }

    [Theory]
    [InlineData("features", double.NaN)]
    [InlineData("logits", double.PositiveInfinity)]
    [InlineData("student_logits", double.NegativeInfinity)]
    [InlineData("weights", double.NaN)]
    [InlineData("bias", double.NaN)]
    public void A_value_that_is_not_finite_is_named(string name, double value)
    {
        Bundles.Write(path, valueIn: (name, value));
        Assert.Contains(name, Refusal());
    }

    [Fact]
    public void Labels_that_are_no_integers_and_features_that_are_integers_are_named()
    {
        Bundles.Write(path, "F64", "F32");
        Assert.Contains("'labels'", Refusal());
        Bundles.Write(path, "I32", "I64");
        Assert.Contains("'weights'", Refusal());
    }

    [Fact]
    public void A_truncated_file_and_a_lying_header_are_refused()
    {
        Bundles.Write(path);
        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..^100]);
        Assert.Contains("'student_logits'", Refusal());

        var header = Encoding.UTF8.GetString(bytes);
        var at = header.IndexOf("[137,8]", StringComparison.Ordinal);
        bytes[at + 1] = (byte)'9';
        File.WriteAllBytes(path, bytes);
        Assert.Contains("'features'", Refusal());
    }

    [Fact]
    public void Class_names_that_do_not_fit_are_refused()
    {
        Bundles.Write(path, names: """["a", "b"]""");
        Assert.Contains("class_names", Refusal());
    }

    private string Refusal() => Assert.Throws<InvalidDataException>(() =>
    {
        using var bundle = BundleFile.Open(path);
        BundleAnalysis.Report(bundle, []);
    }).Message;
}
