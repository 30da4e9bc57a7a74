using LsKd.Core.Specs;
using LsKd.Learning.Checkpoints;
using LsKd.Learning.Models;
using LsKd.Learning.Models.Import;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Tests.Models.Import;

public sealed class WeightImportTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"weights-{Guid.NewGuid():N}.safetensors");

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("resnet18")]
    [InlineData("densenet121")]
    [InlineData("mobilenetv2")]
    public void A_file_under_torchvision_names_loads_wholly(string name)
    {
        using var original = Make(name, seed: 1);
        Save(original, n => n);
        using var model = Make(name, seed: 2);
        Assert.True(WeightImport.Load(model, _file).IsWhole);
        AssertEqual(original, model);
    }

    [Fact]
    public void Names_of_timm_and_of_wrappers_find_their_place()
    {
        using var original = Make("mobilenetv2", seed: 1);
        Save(original, n => "module." + Timm(n));
        using var model = Make("mobilenetv2", seed: 2);
        WeightImport.Load(model, _file);
        AssertEqual(original, model);
    }

    [Fact]
    public void Linear_layers_that_timm_keeps_as_convolutions_load()
    {
        using var original = Make("vgg13", seed: 1, imageSize: 32);
        Save(original, n => n.Replace("classifier.0.", "pre_logits.fc1.").Replace("classifier.3.", "pre_logits.fc2.").Replace("classifier.6.", "head.fc."),
            (n, t) => n switch
            {
                "classifier.0.weight" => t.view(4096, 512, 7, 7),
                "classifier.3.weight" => t.view(4096, 4096, 1, 1),
                _ => t,
            });
        using var model = Make("vgg13", seed: 2, imageSize: 32);
        WeightImport.Load(model, _file);
        AssertEqual(original, model);
    }

    [Fact]
    public void Half_precision_weights_load()
    {
        using var scope = NewDisposeScope();
        using var original = Make("resnet8", seed: 1);
        Save(original, n => n, (_, t) => t.is_floating_point() ? t.to(ScalarType.Float16) : t);
        using var model = Make("resnet8", seed: 2);
        WeightImport.Load(model, _file);
        Assert.True(model.Head.weight.allclose(original.Head.weight, 1e-2, 1e-3));
    }

    [Fact]
    public void A_shallower_network_does_not_take_part_of_a_deeper_one()
    {
        using var original = Make("resnet34", seed: 1);
        Save(original, n => n);
        using var model = Make("resnet18", seed: 2);
        var error = Assert.Throws<InvalidDataException>(() => WeightImport.Load(model, _file));
        Assert.Contains("unexpected", error.Message);
        Assert.Contains("layer1.2.conv1.weight", error.Message);
    }

    [Fact]
    public void What_is_missing_or_of_another_shape_is_listed()
    {
        using var original = Make("resnet8", seed: 1, classes: 7);
        Save(original, n => n == "bn1.bias" ? "other" : n);
        using var model = Make("resnet8", seed: 2);
        var error = Assert.Throws<InvalidDataException>(() => WeightImport.Load(model, _file));
        Assert.Contains("1 missing: bn1.bias", error.Message);
        Assert.Contains("1 unexpected: other", error.Message);
        Assert.Contains("fc.weight [7, 64] for [10, 64]", error.Message);
    }

    [Fact]
    public void A_start_keeps_its_own_last_layer_where_the_classes_differ()
    {
        using var scope = NewDisposeScope();
        using var original = Make("resnet8", seed: 1, classes: 7);
        Save(original, n => n);
        using var model = Make("resnet8", seed: 2);
        var head = model.Head.weight.clone();
        Assert.True(WeightImport.Start(model, _file).HeadKept);
        Assert.True(model.Head.weight.equal(head).all().ToBoolean());
        Assert.True(model.state_dict()["conv1.weight"].equal(original.state_dict()["conv1.weight"]).all().ToBoolean());
    }

    [Fact]
    public void A_start_from_the_same_classes_takes_the_last_layer_too()
    {
        using var original = Make("resnet8", seed: 1);
        Save(original, n => n);
        using var model = Make("resnet8", seed: 2);
        Assert.False(WeightImport.Start(model, _file).HeadKept);
        AssertEqual(original, model);
    }

    private static ImageModel Make(string name, int seed, int imageSize = 28, int classes = 10) =>
        ModelFactory.Create(new ModelSpec { Name = name }, 1, imageSize, classes, seed);

    private void Save(ImageModel model, Func<string, string> rename, Func<string, Tensor, Tensor>? change = null)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        TensorFiles.Write(_file, model.state_dict()
            .Where(t => !t.Key.EndsWith("num_batches_tracked", StringComparison.Ordinal))
            .Select(t => KeyValuePair.Create(rename(t.Key), change?.Invoke(t.Key, t.Value) ?? t.Value)), new Dictionary<string, string>());
    }

    private static void AssertEqual(ImageModel expected, ImageModel actual)
    {
        using var scope = NewDisposeScope();
        var state = actual.state_dict();
        foreach (var (name, tensor) in expected.state_dict())
            Assert.True(tensor.equal(state[name]).all().ToBoolean(), name);
    }

    // timm's names of the parts that torchvision numbers, for the first two blocks, the stem and the top.
    private static string Timm(string name)
    {
        foreach (var (ours, theirs) in (IEnumerable<(string, string)>)[
            ("features.0.0.", "conv_stem."), ("features.0.1.", "bn1."), ("features.18.0.", "conv_head."), ("features.18.1.", "bn2."),
            ("classifier.1.", "classifier."), ("features.1.conv.0.0.", "blocks.0.0.conv_dw."), ("features.1.conv.0.1.", "blocks.0.0.bn1."),
            ("features.1.conv.1.", "blocks.0.0.conv_pw."), ("features.1.conv.2.", "blocks.0.0.bn2."),
            ("features.3.conv.0.0.", "blocks.1.1.conv_pw."), ("features.3.conv.0.1.", "blocks.1.1.bn1."),
            ("features.3.conv.1.0.", "blocks.1.1.conv_dw."), ("features.3.conv.1.1.", "blocks.1.1.bn2."),
            ("features.3.conv.2.", "blocks.1.1.conv_pwl."), ("features.3.conv.3.", "blocks.1.1.bn3."),
            ("features.17.conv.2.", "blocks.6.0.conv_pwl.")])
            if (name.StartsWith(ours, StringComparison.Ordinal))
                return theirs + name[ours.Length..];
        return name;
    }
}
