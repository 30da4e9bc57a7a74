using System.Runtime.Intrinsics;

namespace LsKd.Learning.Models.Binary.Packed;

/// <summary>Signs of shifted activations as bits, 32 channels to a unit.</summary>
internal static class SignPacker
{
    /// <summary>Channels of a unit.</summary>
    public const int UnitChannels = 32;

    /// <summary>Units of a pixel.</summary>
    public static int Units(int channels) => (channels + UnitChannels - 1) / UnitChannels;

    /// <summary>Bit c of a pixel is set where activation c plus its shift is not negative; bits past the last channel stay 0.</summary>
    public static void Pack(Maps maps, ReadOnlySpan<float> shift, Span<uint> units)
    {
        var perPixel = Units(maps.Channels);
        for (var pixel = 0; pixel < maps.Height * maps.Width; pixel++)
            PackPixel(maps.Values.AsSpan(pixel * maps.Channels, maps.Channels), shift, units.Slice(pixel * perPixel, perPixel));
    }

    private static void PackPixel(ReadOnlySpan<float> activations, ReadOnlySpan<float> shift, Span<uint> units)
    {
        units.Clear();
        var channel = 0;
        for (; channel + Vector256<float>.Count <= activations.Length; channel += Vector256<float>.Count)
        {
            var shifted = Vector256.Create(activations[channel..]) + Vector256.Create(shift[channel..]);
            var signs = Vector256.GreaterThanOrEqual(shifted, Vector256<float>.Zero).ExtractMostSignificantBits();
            units[channel / UnitChannels] |= signs << (channel % UnitChannels);
        }
        for (; channel < activations.Length; channel++)
            if (activations[channel] + shift[channel] >= 0)
                units[channel / UnitChannels] |= 1u << (channel % UnitChannels);
    }
}
