using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LsKd.Learning.Models.Plain;

/// <summary>
/// The two-convolution network of TensorFlow's CIFAR-10 tutorial, which Mueller et al. 2019 call AlexNet: 5x5 convolutions of 64
/// channels with local response normalisation, then 384 and 192 units.
/// </summary>
internal sealed class CifarAlexNet : ImageModel
{
    private readonly Conv2d conv1;
    private readonly Conv2d conv2;
    private readonly LocalResponseNorm _norm = nn.LocalResponseNorm(9, alpha: 0.001, beta: 0.75, k: 1);
    private readonly Linear fc1;
    private readonly Linear fc2;
    private readonly Linear fc3;

    public CifarAlexNet(ModelShape shape)
        : base("alexnet-cifar")
    {
        var grid = (((shape.ImageSize + 1) / 2) + 1) / 2;
        conv1 = Layers.Conv(shape.Channels, shape.Width, 5, bias: true);
        conv2 = Layers.Conv(shape.Width, shape.Width, 5, bias: true);
        fc1 = nn.Linear(shape.Width * grid * grid, 384);
        fc2 = nn.Linear(384, 192);
        fc3 = nn.Linear(192, shape.Classes);
        RegisterComponents();
    }

    public override Linear Head => fc3;

    public override Tensor Features(Tensor images)
    {
        using var scope = NewDisposeScope();
        var maps = _norm.forward(Halve(conv1.forward(images).relu_()));
        maps = Halve(_norm.forward(conv2.forward(maps).relu_()));
        return HiddenLayers.Run(fc1, fc2, maps.flatten(1), Dropout, training).MoveToOuterDisposeScope();
    }

    private static Tensor Halve(Tensor maps) => nn.functional.max_pool2d(maps, 3, stride: 2, padding: 1);
}
