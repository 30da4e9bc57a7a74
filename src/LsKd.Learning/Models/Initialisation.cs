using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LsKd.Learning.Models;

/// <summary>
/// Seeded initial weights. Convolutions: normal with variance 2 / fan-out (He et al. 2015, Eq. 14); hidden linear layers:
/// normal with variance 2 / fan-in (Eq. 10); the last layer: uniform within 1 / sqrt(fan-in); biases 0; normalisation
/// weights as their layer sets them (1).
/// </summary>
internal static class Initialisation
{
    /// <summary>Draws all weights of a model on the CPU from one seed, without touching the global generator's seed.</summary>
    public static void Apply(ImageModel model, int seed)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var generator = new Generator((ulong)seed);
        var head = model.Head.weight;
        foreach (var (name, parameter) in model.named_parameters())
            Fill(name, parameter, parameter.Handle == head.Handle, generator);
    }

    private static void Fill(string name, Parameter parameter, bool isHead, Generator generator)
    {
        var shape = parameter.shape;
        if (shape.Length == 4)
            parameter.normal_(0, Math.Sqrt(2.0 / (shape[0] * shape[2] * shape[3])), generator);
        else if (isHead)
            parameter.uniform_(-1 / Math.Sqrt(shape[1]), 1 / Math.Sqrt(shape[1]), generator);
        else if (shape.Length == 2)
            parameter.normal_(0, Math.Sqrt(2.0 / shape[1]), generator);
        else if (name.EndsWith("bias", StringComparison.Ordinal))
            parameter.zero_();
    }
}
