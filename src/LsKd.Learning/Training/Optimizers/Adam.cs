using LsKd.Core.Specs;
using LsKd.Learning.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Training.Optimizers;

/// <summary>
/// Adam (Kingma and Ba 2015; decay added to the gradient) and AdamW (Loshchilov and Hutter 2019; decay on the weight), epsilon 1e-8.
/// </summary>
internal sealed class Adam : GroupedOptimizer
{
    private const double Epsilon = 1e-8;
    private readonly OptimizerSpec spec;
    private readonly bool decoupled;
    private readonly int first, second;
    private readonly Tensor step;
    private nint[] steps = [];

    public Adam(IReadOnlyList<ParameterGroup> groups, OptimizerSpec spec, bool decoupled, bool fused)
        : base(groups, fused)
    {
        (this.spec, this.decoupled) = (spec, decoupled);
        (first, second) = (AddSlot("first_moment"), AddSlot("second_moment"));
        step = tensor(0f, device: groups[0].Weights[0].Weight.device).DetachFromDisposeScope();
        steps = [.. Enumerable.Repeat(FusedUpdates.Pointer(step), groups.Max(g => g.Weights.Count))];
    }

    public override void Dispose()
    {
        step.Dispose();
        base.Dispose();
    }

    protected override void BeforeStep() => step.fill_(Steps);

    protected override void StepFused(ParameterGroup group, nint[] gradients, double rate) => FusedUpdates.Adam(
        decoupled, group.Pointers, gradients, group.SlotPointers(first), group.SlotPointers(second),
        steps.AsSpan(0, gradients.Length), rate, spec.Beta1, spec.Beta2, group.Decay, Epsilon);

    protected override void StepOne(ParameterGroup group, int index, Tensor gradient, double rate)
    {
        var weight = group.Weights[index].Weight;
        var (m, v) = (group.Slot(first)[index], group.Slot(second)[index]);
        if (decoupled)
            weight.mul_(1 - rate * group.Decay);
        else if (group.Decay != 0)
            gradient = gradient + weight * group.Decay;
        m.mul_(spec.Beta1).add_(gradient * (1 - spec.Beta1));
        v.mul_(spec.Beta2).add_(gradient * gradient * (1 - spec.Beta2));
        var scale = v.sqrt() / Math.Sqrt(1 - Math.Pow(spec.Beta2, Steps)) + Epsilon;
        weight.sub_(m / scale * (rate / (1 - Math.Pow(spec.Beta1, Steps))));
    }
}
