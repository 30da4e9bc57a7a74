using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Native;

/// <summary>
/// Channels-last (NHWC) storage for 4-d tensors. TorchSharp has no memory-format argument; strides made by permutation serve.
/// </summary>
public static class MemoryLayout
{
    /// <summary>[N, C, H, W] of the same values stored channels-last, in the caller's dispose scope.</summary>
    public static Tensor ChannelsLast(Tensor images)
    {
        var (n, c, h, w) = (images.shape[0], images.shape[1], images.shape[2], images.shape[3]);
        // With one channel or 1x1 pixels a permutation keeps strides that convolutions take for NCHW: name them.
        if (c == 1 || h * w == 1)
            return empty_strided([n, c, h, w], [c * h * w, 1, w * c, c], images.dtype, images.device).copy_(images);
        using var last = images.permute(0, 2, 3, 1);
        using var dense = last.contiguous();
        return dense.permute(0, 3, 1, 2);
    }

    /// <summary>Whether [N, C, H, W] is stored channels-last, and not in the default layout too.</summary>
    public static bool IsChannelsLast(Tensor images) => images.dim() == 4 && images.stride(1) == 1 && !images.is_contiguous();

    /// <summary>Stores a network's convolution weights channels-last, in place. Do it before an optimiser sees them.</summary>
    public static void UseChannelsLast(nn.Module network)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        foreach (var (_, weight) in network.named_parameters())
            if (weight.dim() == 4)
                weight.set_(ChannelsLast(weight));
    }
}
