using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LsKd.Learning.Models.Binary.Packed;

/// <summary>Signs of shifted activations as bits, 32 channels to a unit, in an image with a border of zero bits.</summary>
internal static class SignPacker
{
    /// <summary>Channels of a unit.</summary>
    public const int UnitChannels = 32;

    /// <summary>Units of a pixel.</summary>
    public static int Units(int channels) => (channels + UnitChannels - 1) / UnitChannels;

    /// <summary>
    /// [height + 2, width + 2, units]. Bit c of a pixel is set where activation c plus its shift is not negative; bits past the
    /// last channel are 0; the border is left as it is.
    /// </summary>
    public static void Pack(Maps maps, ReadOnlySpan<float> shift, Span<uint> packed)
    {
        var perPixel = Units(maps.Channels);
        for (var y = 0; y < maps.Height; y++)
            for (var x = 0; x < maps.Width; x++)
                PackPixel(maps.Pixel(y, x), shift, packed.Slice(((y + 1) * (maps.Width + 2) + x + 1) * perPixel, perPixel));
    }

    private static void PackPixel(ReadOnlySpan<float> activations, ReadOnlySpan<float> shift, Span<uint> units)
    {
        var whole = activations.Length / UnitChannels;
        ref var values = ref MemoryMarshal.GetReference(activations);
        ref var shifts = ref MemoryMarshal.GetReference(shift);
        for (var unit = 0; unit < whole; unit++)
        {
            var channel = (nuint)(unit * UnitChannels);
            var lower = Signs(Vector512.LoadUnsafe(ref values, channel), Vector512.LoadUnsafe(ref shifts, channel));
            var upper = Signs(Vector512.LoadUnsafe(ref values, channel + 16), Vector512.LoadUnsafe(ref shifts, channel + 16));
            units[unit] = lower | upper << 16;
        }
        if (whole < units.Length)
            units[whole] = 0;
        for (var channel = whole * UnitChannels; channel < activations.Length; channel++)
            if (activations[channel] + shift[channel] >= 0)
                units[whole] |= 1u << (channel % UnitChannels);
    }

    private static uint Signs(Vector512<float> values, Vector512<float> shifts) =>
        (uint)Vector512.GreaterThanOrEqual(values + shifts, Vector512<float>.Zero).ExtractMostSignificantBits();
}
