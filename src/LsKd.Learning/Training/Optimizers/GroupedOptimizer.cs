using LsKd.Learning.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Training.Optimizers;

/// <summary>What optimisers share: groups, their state, and the choice between libtorch's fused step and the step by step form.</summary>
internal abstract class GroupedOptimizer(IReadOnlyList<ParameterGroup> groups, bool fused) : IOptimizer
{
    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Tensor> State { get; } = new Dictionary<string, Tensor>();

    /// <inheritdoc/>
    public long Steps { get; set; }

    /// <inheritdoc/>
    public void Step(double rate)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        Steps++;
        BeforeStep();
        foreach (var group in groups)
        {
            var gradients = group.Gradients();
            if (fused && Array.TrueForAll(gradients, g => g is not null))
                StepFused(group, [.. gradients.Select(g => FusedUpdates.Pointer(g!))], rate);
            else
                for (var i = 0; i < gradients.Length; i++)
                    if (gradients[i] is { } gradient)
                        StepOne(group, i, gradient, rate);
        }
    }

    /// <inheritdoc/>
    public void ClearGradients()
    {
        foreach (var group in groups)
            foreach (var (_, weight) in group.Weights)
                weight.grad = null;
    }

    /// <inheritdoc/>
    public virtual void Dispose()
    {
        foreach (var group in groups)
            group.Dispose();
    }

    /// <summary>Gives every group a state tensor per weight and returns its index.</summary>
    protected int AddSlot(string name)
    {
        var index = groups.Select(g => g.AddSlot(name)).ToArray()[0];
        foreach (var (key, tensor) in groups.SelectMany(g => g.State))
            ((Dictionary<string, Tensor>)State)[key] = tensor;
        return index;
    }

    /// <summary>Called once a step, without gradients.</summary>
    protected virtual void BeforeStep()
    {
    }

    /// <summary>The fused step of a group.</summary>
    protected abstract void StepFused(ParameterGroup group, nint[] gradients, double rate);

    /// <summary>The same step for one weight.</summary>
    protected abstract void StepOne(ParameterGroup group, int index, Tensor gradient, double rate);
}
