using LsKd.Core.Specs;
using LsKd.Learning.Native;
using TorchSharp;

namespace LsKd.Learning.Training.Optimizers;

/// <summary>Builds the optimiser that a spec names.</summary>
public static class OptimizerFactory
{
    /// <summary>Names of the optimisers.</summary>
    public static IReadOnlyList<string> Names { get; } = ["sgd", "adam", "adamw"];

    /// <summary>The optimiser over a network's trainable weights, where they now lie and as they are now laid out.</summary>
    /// <param name="network">The network.</param>
    /// <param name="spec">Which one, with its settings.</param>
    /// <param name="allowFused">Whether libtorch's fused step may be used where there is one.</param>
    /// <exception cref="ArgumentException">No optimiser has that name.</exception>
    public static IOptimizer Create(torch.nn.Module network, OptimizerSpec spec, bool allowFused = true)
    {
        var groups = ParameterGroup.Of(network, spec);
        return spec.Name switch
        {
            "sgd" => new Sgd(groups, spec, allowFused && FusedUpdates.HasSgd),
            "adam" => new Adam(groups, spec, decoupled: false, allowFused && FusedUpdates.HasAdam),
            "adamw" => new Adam(groups, spec, decoupled: true, allowFused && FusedUpdates.HasAdam),
            _ => throw new ArgumentException($"training.optimizer.name: there is no optimiser '{spec.Name}'; known are {string.Join(", ", Names)}"),
        };
    }
}
