using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LsKd.Learning.Models.Binary.Packed;

/// <summary>
/// The kernel with 512-bit vectors. Words are first added bit by bit with carries (Harley and Seal), four at a time, so that only
/// one word in four has its bits counted.
/// </summary>
internal static class PackedKernel512
{
    private const int Lanes = PackedKernel.Lanes;

    // A byte holds at most 8 per block of four words, so 31 blocks fit before it overflows.
    private const int WordsPerFlush = 31 * 4;

    /// <inheritdoc cref="PackedKernel.Multiply"/>
    public static void Multiply(
        ReadOnlySpan<ulong> window, ReadOnlySpan<ulong> weights, ReadOnlySpan<int> offsets, ReadOnlySpan<float> scales, Span<float> output)
    {
        ref var signs = ref MemoryMarshal.GetReference(window);
        ref var lanes = ref MemoryMarshal.GetReference(weights);
        ref var offset = ref MemoryMarshal.GetReference(offsets);
        ref var scale = ref MemoryMarshal.GetReference(scales);
        ref var target = ref MemoryMarshal.GetReference(output);
        for (var channel = 0; channel < offsets.Length; channel += Lanes)
        {
            var counts = Avx512F.ConvertToVector256Int32(Count(ref signs, ref lanes, window.Length).AsInt64());
            var product = Vector256.ConvertToSingle(Vector256.LoadUnsafe(ref offset, (nuint)channel) - (counts << 1));
            (product * Vector256.LoadUnsafe(ref scale, (nuint)channel)).StoreUnsafe(ref target, (nuint)channel);
            lanes = ref Unsafe.Add(ref lanes, window.Length * Lanes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Count(ref ulong signs, ref ulong lanes, int words)
    {
        var (ones, twos, word) = Remainder(ref signs, ref lanes, words % 4);
        var (sums, bytes) = (Vector512<ulong>.Zero, Vector512<byte>.Zero);
        for (var flush = word + WordsPerFlush; word < words; word += 4)
        {
            if (word == flush)
            {
                sums += Sum(bytes);
                (bytes, flush) = (Vector512<byte>.Zero, flush + WordsPerFlush);
            }
            bytes += BitsPerByte(AddFour(ref signs, ref lanes, word, ref ones, ref twos));
        }
        var few = BitsPerByte(twos);
        return ((sums + Sum(bytes)) << 2) + Sum(BitsPerByte(ones) + few + few);
    }

    // The first words, so that fours remain.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<ulong> Ones, Vector512<ulong> Twos, int Words) Remainder(ref ulong signs, ref ulong lanes, int words)
    {
        var zero = Vector512<ulong>.Zero;
        if (words == 0)
            return (zero, zero, 0);
        var first = Difference(ref signs, ref lanes, 0);
        if (words == 1)
            return (first, zero, 1);
        var second = Difference(ref signs, ref lanes, 1);
        if (words == 2)
            return (first ^ second, first & second, 2);
        var third = Difference(ref signs, ref lanes, 2);
        return (Parity(first, second, third), Majority(first, second, third), 3);
    }

    // Adds four words to the running ones and twos; gives the carry into the fours.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> AddFour(
        ref ulong signs, ref ulong lanes, int word, ref Vector512<ulong> ones, ref Vector512<ulong> twos)
    {
        var (a, b) = (Difference(ref signs, ref lanes, word), Difference(ref signs, ref lanes, word + 1));
        var firstCarry = Majority(ones, a, b);
        ones = Parity(ones, a, b);
        (a, b) = (Difference(ref signs, ref lanes, word + 2), Difference(ref signs, ref lanes, word + 3));
        var secondCarry = Majority(ones, a, b);
        ones = Parity(ones, a, b);
        var fours = Majority(twos, firstCarry, secondCarry);
        twos = Parity(twos, firstCarry, secondCarry);
        return fours;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Difference(ref ulong signs, ref ulong lanes, int word) =>
        Vector512.Create(Unsafe.Add(ref signs, word)) ^ Vector512.LoadUnsafe(ref lanes, (nuint)(word * Lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Parity(Vector512<ulong> a, Vector512<ulong> b, Vector512<ulong> c) =>
        Avx512F.TernaryLogic(a, b, c, 0x96);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Majority(Vector512<ulong> a, Vector512<ulong> b, Vector512<ulong> c) =>
        Avx512F.TernaryLogic(a, b, c, 0xe8);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Sum(Vector512<byte> bytes) =>
        Avx512BW.SumAbsoluteDifferences(bytes, Vector512<byte>.Zero).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> BitsPerByte(Vector512<ulong> bits)
    {
        var table = Vector512.Create(Vector256.Create(
            (byte)0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4, 0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4));
        var nibble = Vector512.Create((byte)0x0f);
        return Avx512BW.Shuffle(table, bits.AsByte() & nibble) + Avx512BW.Shuffle(table, (bits >>> 4).AsByte() & nibble);
    }
}
