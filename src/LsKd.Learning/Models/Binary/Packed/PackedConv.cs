using System.Runtime.CompilerServices;
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
    private readonly int _channels;
    private readonly float[] _scales;
    private readonly ulong[] _lanes;
    private readonly int[]?[] _offsets = new int[]?[1 << Taps];
    private Maps _output = Maps.Empty(0, 0, 0);
    private uint[] _signs = [];

    /// <param name="weights">Bits and scales.</param>
    /// <param name="shift">What is added to an activation before its sign is taken, per input channel.</param>
    /// <param name="stride">1 or 2.</param>
    public PackedConv(PackedWeights weights, float[] shift, int stride)
    {
        (_weights, _shift, _stride) = (weights, shift, stride);
        _units = SignPacker.Units(weights.Inputs);
        _words = (Taps * _units + 1) / 2;
        _channels = (weights.Outputs + PackedKernel.Lanes - 1) / PackedKernel.Lanes * PackedKernel.Lanes;
        _scales = new float[_channels];
        weights.Scales.CopyTo(_scales, 0);
        _lanes = Arrange(_channels);
    }

    /// <summary>
    /// Products of signs, scaled: [H, W, inputs] to [H', W', outputs]. The result belongs to this layer and lasts until it runs again.
    /// </summary>
    public Maps Run(Maps input)
    {
        var output = Prepare(input);
        SignPacker.Pack(input, _shift, _signs);
        Span<ulong> window = stackalloc ulong[_words];
        window.Clear();
        Span<float> products = stackalloc float[_channels];
        for (var y = 0; y < output.Height; y++)
            RunRow(input, output, y, window, products);
        return output;
    }

    private void RunRow(Maps input, Maps output, int y, Span<ulong> window, Span<float> products)
    {
        var rows = Inside(y * _stride, input.Height);
        var units = MemoryMarshal.Cast<ulong, uint>(window);
        for (var x = 0; x < output.Width; x++)
        {
            Gather(input.Width + 2, y * _stride, x * _stride, units);
            var offsets = Offsets(rows, Inside(x * _stride, input.Width));
            var target = output.Pixel(y, x);
            PackedKernel.Multiply(window, _lanes, offsets, _scales, target.Length == _channels ? target : products);
            if (target.Length != _channels)
                products[..target.Length].CopyTo(target);
        }
    }

    private Maps Prepare(Maps input)
    {
        var (height, width) = (Side(input.Height), Side(input.Width));
        if (_output.Height != height || _output.Width != width)
            _output = Maps.Empty(height, width, _weights.Outputs);
        var units = (input.Height + 2) * (input.Width + 2) * _units;
        if (_signs.Length != units)
            _signs = new uint[units];
        return _output;
    }

    private int Side(int side) => (side - 1) / _stride + 1;

    // Copies a window's three rows; in the bordered image the three pixels of a row lie together.
    private void Gather(int width, int y, int x, Span<uint> window)
    {
        var length = 3 * _units;
        ref var target = ref MemoryMarshal.GetReference(window);
        for (var row = 0; row < 3; row++, target = ref Unsafe.Add(ref target, length))
        {
            ref var source = ref _signs[((y + row) * width + x) * _units];
            for (var i = 0; i < length; i++)
                Unsafe.Add(ref target, i) = Unsafe.Add(ref source, i);
        }
    }

    private int[] Offsets(int rows, int columns)
    {
        var valid = columns * ((rows & 1) | (rows & 2) << 2 | (rows & 4) << 4);
        return _offsets[valid] ??= OffsetsOf(valid);
    }

    // Which of three positions around a centre lie inside: bit 0 the one before it, bit 2 the one after it.
    private static int Inside(int centre, int side) => (centre > 0 ? 1 : 0) | 2 | (centre + 1 < side ? 4 : 0);

    // A tap outside the image has zero bits: it adds its positive weights to the count, which is taken back here.
    private int[] OffsetsOf(int valid)
    {
        var offsets = new int[_channels];
        for (var output = 0; output < _weights.Outputs; output++)
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
