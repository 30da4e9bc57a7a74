using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LsKd.Learning.Models.Binary.Packed;

/// <summary>The kernel with 256-bit vectors: the bits of a byte are counted by two look-ups, bytes are summed every few words.</summary>
internal static class PackedKernel256
{
    // A byte holds at most 8 per word, so 31 words fit before it overflows.
    private const int WordsPerFlush = 31;

    /// <inheritdoc cref="PackedKernel.Multiply"/>
    public static void Multiply(
        ReadOnlySpan<ulong> window, ReadOnlySpan<ulong> weights, ReadOnlySpan<int> offsets, ReadOnlySpan<float> scales, Span<float> output)
    {
        for (var channel = 0; channel < offsets.Length; channel += PackedKernel.Lanes)
        {
            var own = weights.Slice(channel * window.Length, window.Length * PackedKernel.Lanes);
            var counts = Vector256.Narrow(Count(window, own, 0).AsInt64(), Count(window, own, 4).AsInt64());
            var product = Vector256.ConvertToSingle(Vector256.Create(offsets[channel..]) - (counts << 1));
            (product * Vector256.Create(scales[channel..])).CopyTo(output[channel..]);
        }
    }

    private static Vector256<ulong> Count(ReadOnlySpan<ulong> window, ReadOnlySpan<ulong> weights, int lane)
    {
        var sums = Vector256<ulong>.Zero;
        ref var origin = ref MemoryMarshal.GetReference(weights);
        for (var start = 0; start < window.Length; start += WordsPerFlush)
        {
            var bytes = Vector256<byte>.Zero;
            var end = Math.Min(start + WordsPerFlush, window.Length);
            for (var word = start; word < end; word++)
                bytes += BitsPerByte(Vector256.Create(window[word]) ^ Vector256.LoadUnsafe(ref origin, (nuint)(word * PackedKernel.Lanes + lane)));
            sums += Avx2.SumAbsoluteDifferences(bytes, Vector256<byte>.Zero).AsUInt64();
        }
        return sums;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> BitsPerByte(Vector256<ulong> bits)
    {
        var table = Vector256.Create(
            (byte)0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4, 0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
        var nibble = Vector256.Create((byte)0x0f);
        return Avx2.Shuffle(table, bits.AsByte() & nibble) + Avx2.Shuffle(table, (bits >>> 4).AsByte() & nibble);
    }
}
