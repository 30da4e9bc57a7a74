using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LsKd.Learning.Models.Plain;

/// <summary>Two hidden layers with ReLU, as Mueller et al. 2019 use on MNIST (1200 units for the teacher, 800 for the student).</summary>
internal sealed class Mlp : ImageModel
{
    private readonly Linear fc1;
    private readonly Linear fc2;
    private readonly Linear fc3;

    public Mlp(ModelShape shape)
        : base("mlp")
    {
        fc1 = nn.Linear(shape.Channels * shape.ImageSize * shape.ImageSize, shape.Width);
        fc2 = nn.Linear(shape.Width, shape.Width);
        fc3 = nn.Linear(shape.Width, shape.Classes);
        RegisterComponents();
    }

    public override Linear Head => fc3;

    public override Tensor Features(Tensor images)
    {
        using var scope = NewDisposeScope();
        var hidden = fc1.forward(images.flatten(1)).relu_();
        return fc2.forward(hidden).relu_().MoveToOuterDisposeScope();
    }
}
