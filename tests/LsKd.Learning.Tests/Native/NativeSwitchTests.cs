using LsKd.Learning.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Tests.Native;

public class NativeSwitchTests
{
    [Fact]
    public void Autocast_computes_in_bfloat16_with_single_precision_gradients_and_ends_with_its_scope()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "autocast is looked up on Linux alone");
        using var scope = NewDisposeScope();
        using var layer = nn.Linear(4, 3);
        Tensor inside;
        using (Autocast.BFloat16On(DeviceType.CPU))
        {
            inside = layer.forward(ones(2, 4));
            using (Autocast.BFloat16On(DeviceType.CPU))
                Assert.Equal(ScalarType.BFloat16, layer.forward(ones(2, 4)).dtype);
            Assert.Equal(ScalarType.BFloat16, layer.forward(ones(2, 4)).dtype);
        }
        inside.to(float32).sum().backward();
        Assert.Equal(ScalarType.BFloat16, inside.dtype);
        Assert.Equal(ScalarType.Float32, layer.weight!.grad!.dtype);
        Assert.Equal(ScalarType.Float32, layer.forward(ones(2, 4)).dtype);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Channels_last_keeps_the_values_and_changes_the_strides(int channels)
    {
        using var scope = NewDisposeScope();
        var images = rand(2, channels, 5, 6);
        var last = MemoryLayout.ChannelsLast(images);
        Assert.True(images.allclose(last, 0, 0));
        Assert.Equal([channels * 30, 1, 6 * channels, channels], last.stride());
    }

    [Fact]
    public void A_channels_last_network_gives_the_same_outputs_in_that_layout()
    {
        using var scope = NewDisposeScope();
        using var network = nn.Sequential(("a", nn.Conv2d(1, 4, 3, padding: 1)), ("n", nn.BatchNorm2d(4)), ("b", nn.Conv2d(4, 8, 1)));
        var images = rand(2, 1, 8, 8);
        network.eval();
        var expected = network.forward(images);
        MemoryLayout.UseChannelsLast(network);
        var actual = network.forward(MemoryLayout.ChannelsLast(images));
        Assert.True(expected.allclose(actual, 1e-5, 1e-6));
        Assert.Equal(1, actual.stride(1));
    }
}
