using LsKd.Learning.Models.Binary;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Tests.Models.Binary;

public class StraightThroughTests
{
    private static readonly float[] Points = [-1.5f, -1, -0.75f, -0.25f, 0, 0.25f, 0.75f, 1, 1.5f];

    [Fact]
    public void Activations_become_exactly_minus_one_or_one_and_zero_becomes_one()
    {
        using var scope = NewDisposeScope();
        Assert.Equal([-1, -1, -1, -1, 1, 1, 1, 1, 1], ApproxSign.Of(tensor(Points, requires_grad: true)).data<float>().ToArray());
    }

    [Fact]
    public void The_gradient_of_an_activation_is_the_slope_of_the_piecewise_polynomial()
    {
        using var scope = NewDisposeScope();
        var x = tensor(Points, requires_grad: true);
        ApproxSign.Of(x).mul(3).sum().backward();
        Assert.Equal(Points.Select(p => 3 * Slope(p)), x.grad!.data<float>().ToArray());
    }

    [Fact]
    public void The_slope_is_the_derivative_of_the_polynomial()
    {
        foreach (var x in (double[])[-1.3, -0.9, -0.4, 0.3, 0.8, 1.2])
            Assert.Equal((Polynomial(x + 1e-6) - Polynomial(x - 1e-6)) / 2e-6, Slope((float)x), 1e-5);
    }

    [Fact]
    public void Weights_become_signs_times_the_mean_magnitude_of_their_output_channel()
    {
        using var scope = NewDisposeScope();
        var latent = tensor((float[])[0.5f, -1.5f, 0, 2], [2, 2, 1, 1], requires_grad: true);
        Assert.Equal([1, -1, 1, 1], BinaryWeight.Of(latent).data<float>().ToArray());
    }

    [Fact]
    public void The_gradient_of_a_weight_passes_where_its_magnitude_is_at_most_one()
    {
        using var scope = NewDisposeScope();
        var latent = tensor(Points, [3, 3, 1, 1], requires_grad: true);
        var upstream = arange(1, 10, dtype: ScalarType.Float32).view(3, 3, 1, 1);
        BinaryWeight.Of(latent).mul(upstream).sum().backward();
        Assert.Equal([0, 2, 3, 4, 5, 6, 7, 8, 0], latent.grad!.flatten().data<float>().ToArray());
    }

    private static float Slope(float x) => x switch
    {
        >= -1 and < 0 => 2 + 2 * x,
        >= 0 and < 1 => 2 - 2 * x,
        _ => 0,
    };

    private static double Polynomial(double x) => x switch
    {
        < -1 => -1,
        < 0 => 2 * x + x * x,
        < 1 => 2 * x - x * x,
        _ => 1,
    };
}
