using LsKd.Core.Specs;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LsKd.Learning.Models.Binary;

/// <summary>
/// ReActNet on a residual body (Liu et al. 2020): binary convolutions between a real first convolution and a real last layer.
/// Training has two steps: binary activations with real weights first, then binary weights too.
/// </summary>
internal sealed class ReActNet : ImageModel, IStagedModel
{
    private readonly Conv2d _stem;
    private readonly ChannelNorm _norm;
    private readonly MaxPool2d? _pool;
    private readonly List<Sequential> _stages = [];
    private readonly List<BinaryConv2d> _convolutions = [];
    private readonly bool _binary;

    /// <param name="shape">What it is built for.</param>
    /// <param name="depths">Binary convolutions per stage.</param>
    /// <param name="binary">False makes the real-valued twin: the same layers, nothing binarised.</param>
    public ReActNet(ModelShape shape, int[] depths, bool binary)
        : base("reactnet")
    {
        _binary = binary;
        _stem = this.Part("conv1", Layers.Conv(shape.Channels, shape.Width, shape.IsSmall ? 3 : 7, shape.IsSmall ? 1 : 2));
        _norm = this.Part("bn1", Layers.Norm(shape.Width));
        _pool = shape.IsSmall ? null : nn.MaxPool2d(3, stride: 2, padding: 1);
        var channels = shape.Width;
        for (var stage = 0; stage < depths.Length; stage++)
        {
            var outputs = shape.Width << stage;
            _stages.Add(this.Part($"layer{stage + 1}", Stage(channels, outputs, stage == 0 ? 1 : 2, depths[stage])));
            channels = outputs;
        }
        Head = this.Part("fc", nn.Linear(channels, shape.Classes));
    }

    public override Linear Head { get; }

    public bool IsFinalStage => !_binary || _convolutions[0].Stage == BinaryStage.Full;

    /// <summary>Epochs of the first step: the given share, rounded, and never all of them.</summary>
    public static int FirstStepEpochs(TrainingSpec training) =>
        Math.Clamp((int)Math.Round(training.BinaryActivationShare * training.Epochs), 0, Math.Max(0, training.Epochs - 1));

    public void EnterEpoch(int epoch, TrainingSpec training)
    {
        if (!_binary)
            return;
        var stage = epoch <= FirstStepEpochs(training) ? BinaryStage.Activations : BinaryStage.Full;
        foreach (var convolution in _convolutions)
            convolution.Stage = stage;
    }

    public override Tensor Features(Tensor images)
    {
        using var scope = NewDisposeScope();
        var maps = Stem(images);
        foreach (var stage in _stages)
            maps = stage.forward(maps);
        return Layers.GlobalMean(maps).MoveToOuterDisposeScope();
    }

    private Tensor Stem(Tensor images)
    {
        using var scope = NewDisposeScope();
        var maps = _norm.forward(_stem.forward(images));
        return (_pool?.forward(maps) ?? maps).MoveToOuterDisposeScope();
    }

    private Sequential Stage(int inputs, int outputs, int stride, int depth)
    {
        var blocks = Enumerable.Range(0, depth)
            .Select(i => new ReActBlock(i == 0 ? inputs : outputs, outputs, i == 0 ? stride : 1, _binary ? BinaryStage.Full : BinaryStage.Real))
            .ToList();
        _convolutions.AddRange(blocks.Select(b => b.Convolution));
        return Layers.Chain(blocks);
    }
}
