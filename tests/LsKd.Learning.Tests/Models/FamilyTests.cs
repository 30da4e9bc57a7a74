using LsKd.Core.Catalogs;
using LsKd.Core.Specs;
using LsKd.Learning.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Tests.Models;

public class FamilyTests
{
    [Theory]
    [InlineData("mlp")]
    [InlineData("resnet8")]
    [InlineData("wrn-16-2")]
    [InlineData("vgg8")]
    [InlineData("alexnet-cifar")]
    [InlineData("resnet18")]
    [InlineData("resnet50")]
    [InlineData("resnext50-32x4d")]
    [InlineData("densenet121")]
    [InlineData("mobilenetv2")]
    [InlineData("vgg13")]
    [InlineData("vgg13-bn")]
    [InlineData("alexnet")]
    public void A_step_reaches_every_parameter(string name)
    {
        using var scope = NewDisposeScope();
        using var model = ModelFactory.Create(new ModelSpec { Name = name }, 1, ModelCatalog.Find(name)!.ImageSizes[0], 5, 0);
        Step(model, name);
        foreach (var (part, parameter) in model.named_parameters())
            Assert.True(parameter.grad is { } gradient && gradient.isfinite().all().ToBoolean(), part);
    }

    [Theory]
    [InlineData("resnet20")]
    [InlineData("wrn-16-2")]
    [InlineData("vgg8")]
    [InlineData("densenet121")]
    [InlineData("mobilenetv2")]
    public void A_pass_leaves_only_its_logits_behind(string name)
    {
        using var model = ModelFactory.Create(new ModelSpec { Name = name }, 1, 28, 5, 0);
        using var images = randn(2, 1, 28, 28);
        using var frozen = no_grad();
        model.forward(images).Dispose();
        var before = LiveTensors.Baseline();
        using var logits = model.forward(images);
        Assert.Equal(before + 1, Tensor.TotalCount);
    }

    [Theory]
    [InlineData("resnet18", 512)]
    [InlineData("mobilenetv2", 1280)]
    [InlineData("densenet121", 1024)]
    [InlineData("alexnet", 4096)]
    public void Large_images_give_features_of_the_usual_size(string name, int features)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var model = ModelFactory.Create(new ModelSpec { Name = name }, 3, 224, 5, 0);
        model.eval();
        Assert.Equal([1L, features], model.Features(randn(1, 3, 224, 224)).shape);
        Assert.Equal(features, model.Head.weight.shape[1]);
    }

    [Theory]
    [InlineData("resnet50", "layer1.0.downsample.1.running_mean", "layer4.2.bn3.weight", "fc.bias")]
    [InlineData("densenet121", "features.denseblock4.denselayer16.conv2.weight", "features.transition3.conv.weight", "classifier.weight")]
    [InlineData("mobilenetv2", "features.1.conv.1.weight", "features.17.conv.3.running_var", "features.18.0.weight", "classifier.1.bias")]
    [InlineData("vgg16", "features.28.weight", "classifier.3.bias", "classifier.6.weight")]
    [InlineData("vgg16-bn", "features.41.running_mean", "features.40.bias")]
    [InlineData("alexnet", "features.10.bias", "classifier.1.weight", "classifier.4.weight", "classifier.6.weight")]
    [InlineData("wrn-40-2", "block3.layer.5.conv2.weight", "block1.layer.0.convShortcut.weight", "bn1.weight", "fc.weight")]
    [InlineData("vgg8", "block4.1.running_var", "classifier.weight")]
    public void Parts_carry_the_names_of_published_weights(string name, params string[] parts)
    {
        using var model = ModelFactory.Build(new ModelSpec { Name = name }, 3, ModelCatalog.Find(name)!.ImageSizes[^1], 10);
        var names = model.state_dict().Keys.ToHashSet();
        Assert.All(parts, part => Assert.Contains(part, names));
    }

    private static void Step(ImageModel model, string name)
    {
        using var scope = NewDisposeScope();
        var side = ModelCatalog.Find(name)!.ImageSizes[0];
        var loss = nn.functional.cross_entropy(model.forward(randn(2, 1, side, side)), tensor([1L, 3L]));
        loss.backward();
    }
}
