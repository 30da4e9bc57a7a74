using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LsKd.Learning.Models.Plain;

/// <summary>
/// VGG for small images as distillation papers use it (Tian et al. 2020): five stages of normalised convolutions, pooling after
/// the first three, one linear layer. Names of parameters are theirs (<c>block0.0</c>, <c>classifier</c>).
/// </summary>
internal sealed class CifarVgg : ImageModel
{
    private const int PooledStages = 3;

    private readonly List<Sequential> _stages = [];

    public CifarVgg(ModelShape shape, int[] depths)
        : base("vgg-cifar")
    {
        var channels = shape.Channels;
        for (var stage = 0; stage < depths.Length; stage++)
        {
            var outputs = Vgg.StageChannels(shape.Width, stage);
            _stages.Add(this.Part($"block{stage}", Layers.Chain(Parts(channels, outputs, depths[stage]))));
            channels = outputs;
        }
        Head = this.Part("classifier", nn.Linear(channels, shape.Classes));
    }

    public override Linear Head { get; }

    public override Tensor Features(Tensor images)
    {
        using var scope = NewDisposeScope();
        var maps = images;
        for (var stage = 0; stage < _stages.Count; stage++)
            maps = Run(_stages[stage], maps, pool: stage < PooledStages);
        return Layers.GlobalMean(maps).MoveToOuterDisposeScope();
    }

    private static Tensor Run(Sequential stage, Tensor maps, bool pool)
    {
        using var scope = NewDisposeScope();
        var active = stage.forward(maps).relu_();
        return (pool ? nn.functional.max_pool2d(active, 2, 2) : active).MoveToOuterDisposeScope();
    }

    private static IEnumerable<nn.Module<Tensor, Tensor>> Parts(int inputs, int outputs, int depth)
    {
        for (var i = 0; i < depth; i++)
        {
            yield return Layers.Conv(i == 0 ? inputs : outputs, outputs, 3, bias: true);
            yield return Layers.Norm(outputs);
            if (i < depth - 1)
                yield return nn.ReLU();
        }
    }
}
