using System.Numerics;

namespace LsKd.Learning.Models.Binary.Packed;

/// <summary>Signs of a binary convolution's weights, one bit each, with a scale per output channel.</summary>
/// <param name="Outputs">Output channels.</param>
/// <param name="Inputs">Input channels.</param>
/// <param name="Bits">[outputs, 9, ceil(inputs / 8)]: bit i of a byte is channel i of its eight, set where the weight is not negative.</param>
/// <param name="Scales">Mean magnitude of the latent weights per output channel.</param>
public sealed record PackedWeights(int Outputs, int Inputs, byte[] Bits, float[] Scales)
{
    /// <summary>Positions of a 3x3 kernel.</summary>
    public const int Taps = 9;

    /// <summary>Bytes of one output channel's tap.</summary>
    public int BytesPerTap => (Inputs + 7) / 8;

    /// <summary>Packs latent weights [outputs, inputs, 3, 3].</summary>
    public static PackedWeights Pack(ReadOnlySpan<float> latent, int outputs, int inputs)
    {
        var packed = new PackedWeights(outputs, inputs, new byte[outputs * Taps * ((inputs + 7) / 8)], new float[outputs]);
        for (var output = 0; output < outputs; output++)
        {
            var own = latent.Slice(output * inputs * Taps, inputs * Taps);
            packed.Scales[output] = MeanMagnitude(own);
            for (var i = 0; i < own.Length; i++)
                if (own[i] >= 0)
                    packed.Bits[packed.ByteOf(output, i % Taps, i / Taps)] |= (byte)(1 << (i / Taps % 8));
        }
        return packed;
    }

    /// <summary>Whether a weight is not negative.</summary>
    public bool IsPositive(int output, int tap, int input) => (Bits[ByteOf(output, tap, input)] >> (input % 8) & 1) != 0;

    /// <summary>Number of weights of a tap that are not negative.</summary>
    public int CountPositive(int output, int tap)
    {
        var count = 0;
        foreach (var bits in Bits.AsSpan((output * Taps + tap) * BytesPerTap, BytesPerTap))
            count += BitOperations.PopCount(bits);
        return count;
    }

    private int ByteOf(int output, int tap, int input) => (output * Taps + tap) * BytesPerTap + input / 8;

    private static float MeanMagnitude(ReadOnlySpan<float> weights)
    {
        var sum = 0.0;
        foreach (var weight in weights)
            sum += Math.Abs(weight);
        return (float)(sum / weights.Length);
    }
}
