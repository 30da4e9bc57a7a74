using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LsKd.Learning.Models;

/// <summary>Shorthands for the layers that every family uses.</summary>
internal static class Layers
{
    /// <summary>Images with a smaller side get a stem that keeps their resolution.</summary>
    public const int SmallImage = 96;

    /// <summary>A convolution that keeps the side at stride 1 (odd kernels), without bias unless asked for.</summary>
    public static Conv2d Conv(int inputs, int outputs, int kernel, int stride = 1, int groups = 1, bool bias = false) =>
        nn.Conv2d(inputs, outputs, kernel, stride: stride, padding: kernel / 2, groups: groups, bias: bias);

    /// <summary>Batch normalisation over channels.</summary>
    public static ChannelNorm Norm(int channels) => new(channels);

    /// <summary>Mean over positions: [B, C, H, W] to [B, C].</summary>
    public static Tensor GlobalMean(Tensor maps) => maps.mean([2, 3]);

    /// <summary>Registers a part under its name in a state dictionary and hands it back.</summary>
    public static T Part<T>(this nn.Module owner, string name, T part)
        where T : nn.Module
    {
        owner.register_module(name, part);
        return part;
    }

    /// <summary>Parts named 0, 1, 2 ... as PyTorch names them.</summary>
    public static Sequential Chain(IEnumerable<nn.Module<Tensor, Tensor>> parts) =>
        nn.Sequential(parts.Select((part, i) => ($"{i}", part)).ToArray());
}
