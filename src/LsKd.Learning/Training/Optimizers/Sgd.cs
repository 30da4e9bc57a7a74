using LsKd.Core.Specs;
using LsKd.Learning.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Training.Optimizers;

/// <summary>
/// SGD with momentum as PyTorch defines it: g += decay * w; v = momentum * v + g; g = Nesterov ? g + momentum * v : v; w -= rate * g.
/// </summary>
internal sealed class Sgd : GroupedOptimizer
{
    private readonly OptimizerSpec spec;
    private readonly int velocity = -1;

    public Sgd(IReadOnlyList<ParameterGroup> groups, OptimizerSpec spec, bool fused)
        : base(groups, fused)
    {
        this.spec = spec;
        if (spec.Momentum > 0 && groups.Count > 0)
            velocity = AddSlot("momentum");
    }

    private bool Nesterov => spec.Nesterov && spec.Momentum > 0;

    protected override void StepFused(ParameterGroup group, nint[] gradients, double rate) => FusedUpdates.Sgd(
        group.Pointers, gradients, velocity < 0 ? [] : group.SlotPointers(velocity), group.Decay, spec.Momentum, rate, Nesterov);

    protected override void StepOne(ParameterGroup group, int index, Tensor gradient, double rate)
    {
        var weight = group.Weights[index].Weight;
        var step = group.Decay == 0 ? gradient : gradient + weight * group.Decay;
        if (velocity >= 0)
        {
            var v = group.Slot(velocity)[index];
            v.mul_(spec.Momentum).add_(step);
            step = Nesterov ? step + v * spec.Momentum : v;
        }
        weight.sub_(step * rate);
    }
}
