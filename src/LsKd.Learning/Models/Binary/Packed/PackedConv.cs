using System.Runtime.InteropServices;

namespace LsKd.Learning.Models.Binary.Packed;

/// <summary>
/// A binary 3x3 convolution by counting bits: with n bits of a window and d of them unlike the weights, the product of signs is
/// n - 2d. Padding counts for neither sign, so that a window at the border has fewer bits.
/// </summary>
internal sealed class PackedConv
{
    private const int Taps = PackedWeights.Taps;

    private readonly PackedWeights _weights;
    private readonly float[] _shift;
    private readonly int _stride;
    private readonly int _units;
    private readonly int _words;
    private readonly ulong[] _lanes;
    private readonly int[]?[] _offsets = new int[]?[1 << Taps];
    private readonly ulong[] _counts;

    /// <param name="weights">Bits and scales.</param>
    /// <param name="shift">What is added to an activation before its sign is taken, per input channel.</param>
    /// <param name="stride">1 or 2.</param>
    public PackedConv(PackedWeights weights, float[] shift, int stride)
    {
        (_weights, _shift, _stride) = (weights, shift, stride);
        _units = SignPacker.Units(weights.Inputs);
        _words = (Taps * _units + 1) / 2;
        var channels = (weights.Outputs + PackedKernel.Lanes - 1) / PackedKernel.Lanes * PackedKernel.Lanes;
        _counts = new ulong[channels];
        _lanes = Arrange(channels);
    }

    /// <summary>Products of signs, scaled: [H, W, inputs] to [H', W', outputs].</summary>
    public Maps Run(Maps input)
    {
        var output = Maps.Empty(Side(input.Height), Side(input.Width), _weights.Outputs);
        var signs = new uint[input.Height * input.Width * _units];
        SignPacker.Pack(input, _shift, signs);
        Span<ulong> window = stackalloc ulong[_words];
        for (var y = 0; y < output.Height; y++)
            for (var x = 0; x < output.Width; x++)
            {
                var valid = Gather(signs, input, y * _stride - 1, x * _stride - 1, MemoryMarshal.Cast<ulong, uint>(window));
                PackedKernel.CountDifferences(window, _lanes, _counts);
                Scale(output.Pixel(y, x), _offsets[valid] ??= Offsets(valid));
            }
        return output;
    }

    private int Side(int side) => (side - 1) / _stride + 1;

    // Copies the window's units in the order of its taps, zeros outside the image, and tells which taps lie inside.
    private int Gather(ReadOnlySpan<uint> signs, Maps input, int top, int left, Span<uint> window)
    {
        var valid = 0;
        for (var tap = 0; tap < Taps; tap++)
        {
            var (y, x) = (top + tap / 3, left + tap % 3);
            var target = window.Slice(tap * _units, _units);
            if ((uint)y >= (uint)input.Height || (uint)x >= (uint)input.Width)
            {
                target.Clear();
                continue;
            }
            signs.Slice((y * input.Width + x) * _units, _units).CopyTo(target);
            valid |= 1 << tap;
        }
        return valid;
    }

    private void Scale(Span<float> pixel, ReadOnlySpan<int> offsets)
    {
        var scales = _weights.Scales;
        for (var output = 0; output < pixel.Length; output++)
            pixel[output] = (offsets[output] - 2 * (int)_counts[output]) * scales[output];
    }

    // A tap outside the image has zero bits: it adds its positive weights to the count, which is taken back here.
    private int[] Offsets(int valid)
    {
        var offsets = new int[_weights.Outputs];
        for (var output = 0; output < offsets.Length; output++)
            for (var tap = 0; tap < Taps; tap++)
                offsets[output] += (valid >> tap & 1) != 0 ? _weights.Inputs : 2 * _weights.CountPositive(output, tap);
        return offsets;
    }

    private ulong[] Arrange(int channels)
    {
        var lanes = new ulong[channels * _words];
        for (var output = 0; output < _weights.Outputs; output++)
            for (var tap = 0; tap < Taps; tap++)
                for (var input = 0; input < _weights.Inputs; input++)
                    if (_weights.IsPositive(output, tap, input))
                        Set(lanes, output, tap * _units * SignPacker.UnitChannels + input);
        return lanes;
    }

    private void Set(ulong[] lanes, int output, int bit)
    {
        var group = output / PackedKernel.Lanes * _words;
        lanes[(group + bit / 64) * PackedKernel.Lanes + output % PackedKernel.Lanes] |= 1ul << (bit % 64);
    }
}
