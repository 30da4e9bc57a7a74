using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Tests.Native;

public class LibTorchLoads
{
    [Fact]
    public void A_gradient_flows_through_a_matrix_product()
    {
        using var scope = NewDisposeScope();
        var x = ones(3, 4, requires_grad: true);
        x.matmul(ones(4, 2)).sum().backward();
        Assert.Equal(24.0, x.grad!.sum().ToDouble());
    }
}
