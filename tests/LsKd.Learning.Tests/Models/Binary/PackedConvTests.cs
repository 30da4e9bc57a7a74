using LsKd.Learning.Models.Binary;
using LsKd.Learning.Models.Binary.Packed;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LsKd.Learning.Tests.Models.Binary;

public class PackedConvTests
{
    [Theory]
    [InlineData(32, 32, 1, 28)]
    [InlineData(64, 128, 2, 14)]
    [InlineData(6, 12, 2, 7)]
    [InlineData(40, 24, 1, 5)]
    [InlineData(512, 16, 1, 7)]
    public void Counting_bits_gives_the_convolution_of_signs(int inputs, int outputs, int stride, int side)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var convolution = new BinaryConv2d(inputs, outputs, stride, BinaryStage.Full);
        var (weight, shift) = Draw(convolution);
        var images = randn(1, inputs, side, side);
        var packed = new PackedConv(PackedWeights.Pack(weight, outputs, inputs), shift, stride);
        var result = packed.Run(new Maps(side, side, inputs, Floats(images.permute(0, 2, 3, 1))));
        var expected = Floats(convolution.forward(images).permute(0, 2, 3, 1));
        Assert.Equal(expected.Length, result.Values.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], result.Values[i], 1e-3f);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(18)]
    [InlineData(72)]
    [InlineData(300)]
    [InlineData(531)]
    public void All_kernels_multiply_alike(int words)
    {
        var random = new Random(5);
        var (window, weights) = (Words(random, words), Words(random, words * 2 * PackedKernel.Lanes));
        var offsets = Enumerable.Range(0, 2 * PackedKernel.Lanes).ToArray();
        var scales = offsets.Select(o => 0.25f + o).ToArray();
        var (plain, vectors) = (new float[offsets.Length], new float[offsets.Length]);
        PackedKernel.MultiplyScalar(window, weights, offsets, scales, plain);
        PackedKernel.Multiply(window, weights, offsets, scales, vectors);
        Assert.Equal(plain, vectors);
        if (System.Runtime.Intrinsics.X86.Avx2.IsSupported)
            PackedKernel256.Multiply(window, weights, offsets, scales, vectors);
        Assert.Equal(plain, vectors);
    }

    [Fact]
    public void A_weight_takes_one_bit()
    {
        var packed = PackedWeights.Pack(new float[64 * 32 * 9], 64, 32);
        Assert.Equal(64 * 32 * 9 / 8, packed.Bits.Length);
        Assert.All(packed.Bits, bits => Assert.Equal(0xff, bits));
    }

    private static (float[] Weight, float[] Shift) Draw(BinaryConv2d convolution)
    {
        var state = convolution.state_dict();
        state["weight"].normal_(0, 0.1);
        state["shift"].normal_(0, 0.3);
        return (Floats(state["weight"]), Floats(state["shift"]));
    }

    private static float[] Floats(Tensor tensor) => tensor.contiguous().data<float>().ToArray();

    private static ulong[] Words(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => (ulong)random.NextInt64(long.MinValue, long.MaxValue))];
}
