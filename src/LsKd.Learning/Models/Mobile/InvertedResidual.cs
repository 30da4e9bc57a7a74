using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LsKd.Learning.Models.Mobile;

/// <summary>Expand, filter each channel, project without activation; a shortcut where the shape stays (Sandler et al. 2018, Fig. 4).</summary>
internal sealed class InvertedResidual : nn.Module<Tensor, Tensor>
{
    private readonly Sequential conv;
    private readonly bool _shortcut;

    public InvertedResidual(int inputs, int outputs, int stride, int expansion)
        : base(nameof(InvertedResidual))
    {
        var middle = inputs * expansion;
        var parts = new List<nn.Module<Tensor, Tensor>>();
        if (expansion > 1)
            parts.Add(ConvNormRelu6(inputs, middle, 1));
        parts.Add(ConvNormRelu6(middle, middle, 3, stride, groups: middle));
        parts.Add(Layers.Conv(middle, outputs, 1));
        parts.Add(Layers.Norm(outputs));
        conv = Layers.Chain(parts);
        _shortcut = stride == 1 && inputs == outputs;
        RegisterComponents();
    }

    /// <summary>A convolution, its normalisation and ReLU6, named 0 and 1.</summary>
    public static Sequential ConvNormRelu6(int inputs, int outputs, int kernel, int stride = 1, int groups = 1) =>
        Layers.Chain([Layers.Conv(inputs, outputs, kernel, stride, groups), Layers.Norm(outputs), nn.ReLU6()]);

    public override Tensor forward(Tensor input)
    {
        var output = conv.forward(input);
        return _shortcut ? output.add_(input) : output;
    }
}
