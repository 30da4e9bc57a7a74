using LsKd.Core.Specs;
using LsKd.Learning.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Tests.Models;

public class ModelFactoryTests
{
    private static ImageModel Make(string name = "resnet8", int? width = 6, int seed = 0, double dropout = 0) =>
        ModelFactory.Create(new ModelSpec { Name = name, Width = width, Dropout = dropout }, 1, 28, 10, seed);

    [Fact]
    public void Equal_seeds_give_equal_weights_and_other_seeds_others()
    {
        using var scope = NewDisposeScope();
        using var a = Make(seed: 3);
        using var unrelated = Make(seed: 8);
        using var b = Make(seed: 3);
        Assert.True(Flat(a).equal(Flat(b)).all().ToBoolean());
        Assert.False(Flat(a).allclose(Flat(unrelated)));
    }

    [Fact]
    public void Stages_double_the_given_width()
    {
        using var model = Make(width: 6);
        Assert.Equal([10L, 24], model.Head.weight.shape);
        Assert.Equal([12L, 6, 3, 3], model.state_dict()["layer2.0.conv1.weight"].shape);
    }

    [Fact]
    public void Convolutions_start_with_variance_two_over_fan_out()
    {
        using var scope = NewDisposeScope();
        using var model = Make("resnet20", 64);
        var deviation = model.state_dict()["layer3.1.conv2.weight"].std().ToDouble();
        Assert.Equal(Math.Sqrt(2.0 / (256 * 9)), deviation, 0.001);
    }

    [Fact]
    public void The_last_layer_starts_within_one_over_root_fan_in_and_without_bias()
    {
        using var scope = NewDisposeScope();
        using var model = Make("mlp", 400);
        Assert.InRange(model.Head.weight.abs().max().ToDouble(), 0.045, 0.05);
        Assert.Equal(0, model.Head.bias!.abs().max().ToDouble());
    }

    [Fact]
    public void Logits_are_the_last_layer_of_the_features()
    {
        using var scope = NewDisposeScope();
        using var model = Make();
        model.eval();
        var images = randn(2, 1, 28, 28);
        var byHand = model.Features(images).matmul(model.Head.weight.t()) + model.Head.bias!;
        Assert.True(byHand.allclose(model.forward(images), 1e-4, 1e-5));
    }

    [Fact]
    public void Dropout_acts_in_training_alone()
    {
        using var scope = NewDisposeScope();
        using var model = Make("mlp", 32, dropout: 0.5);
        var images = randn(4, 1, 28, 28);
        Assert.False(model.forward(images).allclose(model.forward(images)));
        model.eval();
        Assert.True(model.forward(images).allclose(model.forward(images)));
    }

    [Fact]
    public void A_step_leaves_no_live_tensor_behind()
    {
        using var model = Make();
        Step(model);
        var before = LiveTensors.Baseline();
        for (var i = 0; i < 3; i++)
            Step(model);
        Assert.Equal(before, Tensor.TotalCount);
    }

    [Theory]
    [InlineData("resnet8")]
    [InlineData("reactnet-small")]
    public void A_network_outlives_the_dispose_scope_it_is_built_in(string name)
    {
        ImageModel model;
        using (NewDisposeScope())
            model = Make(name, 8);
        using (model)
            Step(model);
        Assert.True(model.parameters().All(p => p.IsInvalid));
    }

    [Theory]
    [InlineData("resnet9", null, 28, "resnet9")]
    [InlineData("resnet8", 0, 28, "model.width")]
    [InlineData("resnet8", null, 7, "28 pixels")]
    public void An_impossible_model_is_refused_with_the_reason(string name, int? width, int imageSize, string reason)
    {
        var error = Assert.ThrowsAny<ArgumentException>(
            () => ModelFactory.Create(new ModelSpec { Name = name, Width = width }, 1, imageSize, 10, 0));
        Assert.Contains(reason, error.Message);
    }

    private static Tensor Flat(ImageModel model) => cat([.. model.parameters().Select(p => p.flatten())]);

    private static void Step(ImageModel model)
    {
        using var scope = NewDisposeScope();
        model.zero_grad();
        model.forward(randn(2, 1, 28, 28)).sum().backward();
    }
}
