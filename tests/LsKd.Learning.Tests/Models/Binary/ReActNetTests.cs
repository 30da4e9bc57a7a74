using LsKd.Core.Specs;
using LsKd.Learning.Models;
using LsKd.Learning.Models.Binary;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Tests.Models.Binary;

public class ReActNetTests
{
    private static readonly TrainingSpec Training = new() { Epochs = 8, BinaryActivationShare = 0.5 };

    private static ImageModel Make(string name = "reactnet-small") =>
        ModelFactory.Create(new ModelSpec { Name = name, Width = 8 }, 1, 28, 10, 0);

    [Fact]
    public void A_fresh_network_is_in_its_final_stage()
    {
        using var model = Make();
        Assert.True(((IStagedModel)model).IsFinalStage);
    }

    [Fact]
    public void The_stage_follows_from_the_epoch_alone()
    {
        using var model = Make();
        var staged = (IStagedModel)model;
        var stages = ((int[])[4, 5, 1, 8]).Select(epoch =>
        {
            staged.EnterEpoch(epoch, Training);
            return staged.IsFinalStage;
        });
        Assert.Equal([false, true, false, true], stages);
    }

    [Theory]
    [InlineData(0.5, 8, 4)]
    [InlineData(1, 8, 7)]
    [InlineData(0, 8, 0)]
    [InlineData(0.5, 1, 0)]
    public void The_last_epoch_is_always_fully_binary(double share, int epochs, int first) =>
        Assert.Equal(first, ReActNet.FirstStepEpochs(new TrainingSpec { Epochs = epochs, BinaryActivationShare = share }));

    [Fact]
    public void Stages_give_different_logits_from_the_same_weights()
    {
        using var scope = NewDisposeScope();
        using var model = Make();
        model.eval();
        var images = randn(2, 1, 28, 28);
        var full = model.forward(images);
        ((IStagedModel)model).EnterEpoch(1, Training);
        Assert.False(model.forward(images).allclose(full));
    }

    [Fact]
    public void Every_parameter_learns_in_both_stages()
    {
        using var model = Make();
        foreach (var epoch in (int[])[1, 8])
        {
            ((IStagedModel)model).EnterEpoch(epoch, Training);
            model.zero_grad();
            Step(model);
            using var scope = NewDisposeScope();
            foreach (var (name, parameter) in model.named_parameters())
                Assert.True(parameter.grad!.abs().sum().ToDouble() > 0, $"{name} at epoch {epoch}");
        }
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

    [Fact]
    public void The_twin_is_the_same_network_without_binarisation()
    {
        using var binary = Make();
        using var real = Make("reactnet-small-real");
        Assert.Equal(binary.state_dict().Keys, real.state_dict().Keys);
        Assert.True(((IStagedModel)real).IsFinalStage);
    }

    private static void Step(ImageModel model)
    {
        using var scope = NewDisposeScope();
        nn.functional.cross_entropy(model.forward(randn(4, 1, 28, 28)), tensor([1L, 3L, 5L, 7L])).backward();
    }
}
