using LsKd.Core.Specs;
using LsKd.Learning.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Training.Optimizers;

/// <summary>Weights that share a decay, with the optimiser's tensors beside them and the native pointers of all.</summary>
internal sealed class ParameterGroup : IDisposable
{
    private readonly List<(string Name, Tensor[] Tensors, nint[] Pointers)> slots = [];
    private readonly nint[] pointers;

    private ParameterGroup(IReadOnlyList<(string Name, Tensor Weight)> weights, double decay)
    {
        (Weights, Decay) = (weights, decay);
        pointers = [.. weights.Select(w => FusedUpdates.Pointer(w.Weight))];
    }

    /// <summary>Names and weights.</summary>
    public IReadOnlyList<(string Name, Tensor Weight)> Weights { get; }

    /// <summary>Weight decay of the group.</summary>
    public double Decay { get; }

    /// <summary>The weights' native pointers.</summary>
    public ReadOnlySpan<nint> Pointers => pointers;

    /// <summary>Named state tensors.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> State =>
        from slot in slots
        from i in Enumerable.Range(0, Weights.Count)
        select KeyValuePair.Create($"{slot.Name}.{Weights[i].Name}", slot.Tensors[i]);

    /// <summary>Splits a network's weights: biases and normalisation weights (one dimension) are not decayed unless asked for.</summary>
    public static IReadOnlyList<ParameterGroup> Of(nn.Module network, OptimizerSpec spec)
    {
        (string Name, Tensor Weight)[] all = [.. network.named_parameters().Where(p => p.parameter.requires_grad).Select(p => (p.name, (Tensor)p.parameter))];
        bool IsDecayed((string, Tensor Weight) p) => spec.DecayNormAndBias || p.Weight.dim() > 1;
        ParameterGroup[] groups =
            [new([.. all.Where(IsDecayed)], spec.WeightDecay), new([.. all.Where(p => !IsDecayed(p))], 0)];
        return [.. groups.Where(g => g.Weights.Count > 0)];
    }

    /// <summary>Adds zeros shaped and laid out like the weights.</summary>
    /// <returns>The slot's index.</returns>
    public int AddSlot(string name)
    {
        Tensor[] tensors = [.. Weights.Select(w => zeros_like(w.Weight).requires_grad_(false).DetachFromDisposeScope())];
        slots.Add((name, tensors, [.. tensors.Select(FusedUpdates.Pointer)]));
        return slots.Count - 1;
    }

    /// <summary>A slot's tensors.</summary>
    public IReadOnlyList<Tensor> Slot(int index) => slots[index].Tensors;

    /// <summary>A slot's native pointers.</summary>
    public ReadOnlySpan<nint> SlotPointers(int index) => slots[index].Pointers;

    /// <summary>The gradients, or null where a weight has none. In the caller's dispose scope.</summary>
    public Tensor?[] Gradients() => [.. Weights.Select(w => w.Weight.grad)];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var slot in slots)
            foreach (var tensor in slot.Tensors)
                tensor.Dispose();
    }
}
