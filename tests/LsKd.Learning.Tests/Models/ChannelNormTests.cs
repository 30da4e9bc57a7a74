using LsKd.Learning.Models;
using LsKd.Learning.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Tests.Models;

public class ChannelNormTests
{
    [Theory]
    [InlineData(6, true, false)]
    [InlineData(6, false, false)]
    [InlineData(16, true, false)]
    [InlineData(12, true, true)]
    public void It_is_batch_normalisation_in_values_gradients_and_statistics_in_either_layout(int channels, bool last, bool frozen)
    {
        using var scope = NewDisposeScope();
        using var expected = nn.BatchNorm2d(channels);
        using var actual = new ChannelNorm(channels);
        actual.load_state_dict(expected.state_dict());
        expected.train(!frozen);
        actual.train(!frozen);
        var (images, slope) = (randn(4, channels, 5, 3), randn(4, channels, 5, 3));
        var (x, y) = (Leaf(images), Leaf(last ? MemoryLayout.ChannelsLast(images) : images));
        expected.forward(x).backward([slope]);
        var output = actual.forward(y);
        output.backward([last ? MemoryLayout.ChannelsLast(slope) : slope]);

        Assert.Equal(last, MemoryLayout.IsChannelsLast(output));
        Assert.True(expected.forward(images).allclose(actual.forward(y), 1e-5, 1e-6));
        Assert.True(x.grad!.allclose(y.grad!, 1e-4, 1e-5));
        Assert.All(expected.named_parameters().Zip(actual.named_parameters()), p => Assert.True(p.First.parameter.grad!.allclose(p.Second.parameter.grad!, 1e-4, 1e-5)));
        Assert.Equal(expected.state_dict().Keys, actual.state_dict().Keys);
        Assert.All(expected.state_dict(), s => Assert.True(s.Value.allclose(actual.state_dict()[s.Key], 1e-5, 1e-6), s.Key));
    }

    [Fact]
    public void Its_output_can_be_changed_in_place()
    {
        using var scope = NewDisposeScope();
        using var norm = new ChannelNorm(6);
        var images = Leaf(MemoryLayout.ChannelsLast(randn(4, 6, 5, 5)));
        norm.forward(images).relu_().sum().backward();
        var inPlace = images.grad!.clone();
        images.grad!.zero_();
        norm.forward(images).relu().sum().backward();
        Assert.True(inPlace.allclose(images.grad!, 1e-5, 1e-6));
    }

    [Fact]
    public void A_pass_leaves_no_live_tensor_behind()
    {
        using var norm = new ChannelNorm(6);
        using var images = MemoryLayout.ChannelsLast(randn(4, 6, 5, 5));
        Pass(norm, images);
        var before = LiveTensors.Baseline();
        Pass(norm, images);
        Assert.Equal(before, Tensor.TotalCount);
    }

    private static Tensor Leaf(Tensor values) => values.detach().clone().requires_grad_(true);

    private static void Pass(ChannelNorm norm, Tensor images)
    {
        using var scope = NewDisposeScope();
        norm.forward(images).sum().backward();
    }
}
