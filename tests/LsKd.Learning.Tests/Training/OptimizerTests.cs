using LsKd.Core.Specs;
using LsKd.Learning.Native;
using LsKd.Learning.Training.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Tests.Training;

public class OptimizerTests
{
    private const double Rate = 0.03;

    public static TheoryData<string, double, bool> Settings => new()
    {
        { "sgd", 0.9, true }, { "sgd", 0.9, false }, { "sgd", 0, false }, { "adam", 0, false }, { "adamw", 0, false },
    };

    [Theory, MemberData(nameof(Settings))]
    public void A_step_is_that_of_torchs_own_optimiser_fused_or_not(string name, double momentum, bool nesterov)
    {
        var spec = new OptimizerSpec { Name = name, Momentum = momentum, Nesterov = nesterov, WeightDecay = 0.01, DecayNormAndBias = true };
        var expected = Train(network => Torchs(network, spec), Own: false);
        AssertClose(expected, Train(network => OptimizerFactory.Create(network, spec, allowFused: true)));
        AssertClose(expected, Train(network => OptimizerFactory.Create(network, spec, allowFused: false)));
    }

    [Fact]
    public void The_fused_steps_are_found_in_this_libtorch()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the fused steps are looked up on Linux alone");
        Assert.True(FusedUpdates.HasSgd && FusedUpdates.HasAdam);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Biases_and_normalisation_weights_are_decayed_only_when_asked_for(bool decayAll)
    {
        using var network = nn.Sequential(("conv", nn.Conv2d(2, 3, 3)), ("norm", nn.BatchNorm2d(3)));
        var spec = new OptimizerSpec { Momentum = 0, WeightDecay = 0.5, DecayNormAndBias = decayAll };
        using var optimizer = OptimizerFactory.Create(network, spec);
        foreach (var weight in network.parameters())
            weight.grad = zeros_like(weight);
        var before = network.state_dict().ToDictionary(w => w.Key, w => w.Value.clone());
        optimizer.Step(0.1);
        foreach (var (name, weight) in network.named_parameters())
        {
            var expected = before[name] * (decayAll || name == "conv.weight" ? 0.95 : 1);
            Assert.True(weight.allclose(expected, 1e-6), name);
        }
    }

    [Fact]
    public void Channels_last_weights_are_updated_as_others_are()
    {
        var spec = new OptimizerSpec { WeightDecay = 0.01 };
        AssertClose(TrainConvolutions(spec, channelsLast: false), TrainConvolutions(spec, channelsLast: true));
    }

    [Fact]
    public void Clipping_scales_gradients_as_torch_does()
    {
        using var scope = NewDisposeScope();
        using var first = Network();
        using var second = Network();
        foreach (var network in new[] { first, second })
            Loss(network, 0).backward();
        nn.utils.clip_grad_norm_(first.parameters(), 0.05);
        GradientClip.Apply(second, 0.05);
        Assert.All(first.parameters().Zip(second.parameters()), p => Assert.True(p.First.grad!.allclose(p.Second.grad!, 1e-5)));
    }

    private static float[] Train(Func<nn.Module, object> create, bool Own = true)
    {
        using var scope = NewDisposeScope();
        using var network = Network();
        var optimizer = create(network);
        for (var i = 0; i < 5; i++)
        {
            Loss(network, i).backward();
            if (optimizer is IOptimizer own)
            {
                own.Step(Rate);
                own.ClearGradients();
            }
            else
            {
                ((optim.Optimizer)optimizer).step();
                ((optim.Optimizer)optimizer).zero_grad();
            }
        }
        ((IDisposable)optimizer).Dispose();
        return Flat(network);
    }

    private static float[] TrainConvolutions(OptimizerSpec spec, bool channelsLast)
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        using var network = nn.Sequential(("a", nn.Conv2d(1, 4, 3, padding: 1)), ("b", nn.Conv2d(4, 4, 1)), ("c", nn.Conv2d(4, 2, 3)));
        if (channelsLast)
            MemoryLayout.UseChannelsLast(network);
        using var optimizer = OptimizerFactory.Create(network, spec);
        for (var i = 0; i < 3; i++)
        {
            manual_seed(i);
            var images = randn(2, 1, 8, 8);
            network.forward(channelsLast ? MemoryLayout.ChannelsLast(images) : images).square().mean().backward();
            optimizer.Step(Rate);
            optimizer.ClearGradients();
        }
        return Flat(network);
    }

    private static optim.Optimizer Torchs(nn.Module network, OptimizerSpec spec) => spec.Name switch
    {
        "adam" => optim.Adam(network.parameters(), Rate, weight_decay: spec.WeightDecay),
        "adamw" => optim.AdamW(network.parameters(), Rate, weight_decay: spec.WeightDecay),
        _ => optim.SGD(network.parameters(), Rate, spec.Momentum, 0, spec.WeightDecay, spec.Nesterov),
    };

    private static TorchSharp.Modules.Sequential Network()
    {
        manual_seed(1);
        return nn.Sequential(("a", nn.Linear(3, 5)), ("act", nn.Tanh()), ("b", nn.Linear(5, 2)));
    }

    private static Tensor Loss(nn.Module<Tensor, Tensor> network, int i)
    {
        manual_seed(100 + i);
        return network.forward(randn(6, 3)).square().sum();
    }

    private static float[] Flat(nn.Module network) =>
        [.. network.parameters().SelectMany(p => p.detach().contiguous().data<float>().ToArray())];

    private static void AssertClose(float[] expected, float[] actual) =>
        Assert.All(expected.Zip(actual), p => Assert.Equal(p.First, p.Second, 2e-5f));
}
