using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LsKd.Learning.Models.Binary.Packed;

/// <summary>
/// Counts differing bits between one window of activations and the weights of eight output channels at a time. Eight 64-bit lanes
/// stand for eight channels; bits of a byte are counted through two table look-ups, and bytes are summed every few words.
/// </summary>
internal static class PackedKernel
{
    /// <summary>Output channels that are counted together.</summary>
    public const int Lanes = 8;

    // A byte holds at most 8 per word, so 31 words fit before it overflows.
    private const int WordsPerFlush = 31;

    private static readonly Vector128<byte> BitsOfNibble = Vector128.Create((byte)0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);

    /// <summary>Differing bits per output channel.</summary>
    /// <param name="window">The activations' bits.</param>
    /// <param name="weights">For each group of eight channels, for each word of the window, eight words.</param>
    /// <param name="counts">One count per channel, a multiple of eight.</param>
    public static void CountDifferences(ReadOnlySpan<ulong> window, ReadOnlySpan<ulong> weights, Span<ulong> counts)
    {
        var groupLength = window.Length * Lanes;
        for (var group = 0; group < counts.Length / Lanes; group++)
        {
            var own = weights.Slice(group * groupLength, groupLength);
            var result = counts.Slice(group * Lanes, Lanes);
            if (Avx512BW.IsSupported)
                Count512(window, own, result);
            else if (Avx2.IsSupported)
                Count256(window, own, result);
            else
                CountScalar(window, own, result);
        }
    }

    /// <summary>The same in plain 64-bit steps; runs everywhere.</summary>
    internal static void CountScalar(ReadOnlySpan<ulong> window, ReadOnlySpan<ulong> weights, Span<ulong> counts)
    {
        counts.Clear();
        for (var word = 0; word < window.Length; word++)
            for (var lane = 0; lane < Lanes; lane++)
                counts[lane] += (ulong)BitOperations.PopCount(window[word] ^ weights[word * Lanes + lane]);
    }

    /// <summary>The same with 256-bit vectors, four channels each.</summary>
    internal static void Count256(ReadOnlySpan<ulong> window, ReadOnlySpan<ulong> weights, Span<ulong> counts)
    {
        var (low, high) = (Vector256<ulong>.Zero, Vector256<ulong>.Zero);
        ref var origin = ref MemoryMarshal.GetReference(weights);
        for (var start = 0; start < window.Length; start += WordsPerFlush)
        {
            var (lowBytes, highBytes) = (Vector256<byte>.Zero, Vector256<byte>.Zero);
            var end = Math.Min(start + WordsPerFlush, window.Length);
            for (var word = start; word < end; word++)
            {
                var signs = Vector256.Create(window[word]);
                lowBytes += BitsPerByte(signs ^ Vector256.LoadUnsafe(ref origin, (nuint)(word * Lanes)));
                highBytes += BitsPerByte(signs ^ Vector256.LoadUnsafe(ref origin, (nuint)(word * Lanes + 4)));
            }
            low += Avx2.SumAbsoluteDifferences(lowBytes, Vector256<byte>.Zero).AsUInt64();
            high += Avx2.SumAbsoluteDifferences(highBytes, Vector256<byte>.Zero).AsUInt64();
        }
        low.CopyTo(counts);
        high.CopyTo(counts[4..]);
    }

    /// <summary>The same with 512-bit vectors.</summary>
    internal static void Count512(ReadOnlySpan<ulong> window, ReadOnlySpan<ulong> weights, Span<ulong> counts)
    {
        var sums = Vector512<ulong>.Zero;
        ref var origin = ref MemoryMarshal.GetReference(weights);
        for (var start = 0; start < window.Length; start += WordsPerFlush)
        {
            var bytes = Vector512<byte>.Zero;
            var end = Math.Min(start + WordsPerFlush, window.Length);
            for (var word = start; word < end; word++)
                bytes += BitsPerByte(Vector512.Create(window[word]) ^ Vector512.LoadUnsafe(ref origin, (nuint)(word * Lanes)));
            sums += Avx512BW.SumAbsoluteDifferences(bytes, Vector512<byte>.Zero).AsUInt64();
        }
        sums.CopyTo(counts);
    }

    private static Vector256<byte> BitsPerByte(Vector256<ulong> bits)
    {
        var table = Vector256.Create(BitsOfNibble, BitsOfNibble);
        var nibble = Vector256.Create((byte)0x0f);
        var lower = Avx2.Shuffle(table, bits.AsByte() & nibble);
        var upper = Avx2.Shuffle(table, (bits >>> 4).AsByte() & nibble);
        return lower + upper;
    }

    private static Vector512<byte> BitsPerByte(Vector512<ulong> bits)
    {
        var half = Vector256.Create(BitsOfNibble, BitsOfNibble);
        var table = Vector512.Create(half, half);
        var nibble = Vector512.Create((byte)0x0f);
        var lower = Avx512BW.Shuffle(table, bits.AsByte() & nibble);
        var upper = Avx512BW.Shuffle(table, (bits >>> 4).AsByte() & nibble);
        return lower + upper;
    }
}
