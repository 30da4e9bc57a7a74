using System.Numerics;
using System.Runtime.Intrinsics.X86;

namespace LsKd.Learning.Models.Binary.Packed;

/// <summary>
/// The product of one window of signs with the weights of all output channels. Eight 64-bit lanes stand for eight channels, so
/// that nothing is summed across lanes.
/// </summary>
internal static class PackedKernel
{
    /// <summary>Output channels that are counted together.</summary>
    public const int Lanes = 8;

    /// <summary>(offset - 2 differing bits) scale, for every channel, by the widest instructions of this machine.</summary>
    /// <param name="window">The activations' bits.</param>
    /// <param name="weights">For each group of eight channels, for each word of the window, eight words.</param>
    /// <param name="offsets">Per channel, a multiple of eight.</param>
    /// <param name="scales">Per channel.</param>
    /// <param name="output">Per channel.</param>
    public static void Multiply(
        ReadOnlySpan<ulong> window, ReadOnlySpan<ulong> weights, ReadOnlySpan<int> offsets, ReadOnlySpan<float> scales, Span<float> output)
    {
        if (Avx512BW.IsSupported)
            PackedKernel512.Multiply(window, weights, offsets, scales, output);
        else if (Avx2.IsSupported)
            PackedKernel256.Multiply(window, weights, offsets, scales, output);
        else
            MultiplyScalar(window, weights, offsets, scales, output);
    }

    /// <summary>The same in plain 64-bit steps; runs everywhere.</summary>
    internal static void MultiplyScalar(
        ReadOnlySpan<ulong> window, ReadOnlySpan<ulong> weights, ReadOnlySpan<int> offsets, ReadOnlySpan<float> scales, Span<float> output)
    {
        for (var channel = 0; channel < offsets.Length; channel++)
        {
            var lane = weights[(channel / Lanes * window.Length * Lanes + channel % Lanes)..];
            var count = 0;
            for (var word = 0; word < window.Length; word++)
                count += BitOperations.PopCount(window[word] ^ lane[word * Lanes]);
            output[channel] = (offsets[channel] - 2 * count) * scales[channel];
        }
    }
}
