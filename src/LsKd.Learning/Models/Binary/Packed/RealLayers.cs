using System.Numerics;
using System.Runtime.InteropServices;

namespace LsKd.Learning.Models.Binary.Packed;

/// <summary>A convolution with real weights, for the few layers of a binary network that stay real.</summary>
internal sealed class RealConv
{
    private readonly int _kernel;
    private readonly int _stride;
    private readonly int _inputs;
    private readonly int _outputs;
    private readonly float[] _weights;

    /// <param name="weights">[outputs, inputs, kernel, kernel].</param>
    /// <param name="outputs">Output channels.</param>
    /// <param name="inputs">Input channels.</param>
    /// <param name="kernel">Side of the kernel, odd; padded to keep the size at stride 1.</param>
    /// <param name="stride">Stride.</param>
    public RealConv(float[] weights, int outputs, int inputs, int kernel, int stride)
    {
        (_kernel, _stride, _inputs, _outputs) = (kernel, stride, inputs, outputs);
        _weights = new float[weights.Length];
        var taps = kernel * kernel;
        for (var output = 0; output < outputs; output++)
            for (var input = 0; input < inputs; input++)
                for (var tap = 0; tap < taps; tap++)
                    _weights[(tap * inputs + input) * outputs + output] = weights[(output * inputs + input) * taps + tap];
    }

    /// <summary>[H, W, inputs] to [H', W', outputs].</summary>
    public Maps Run(Maps input)
    {
        var output = Maps.Empty((input.Height - 1) / _stride + 1, (input.Width - 1) / _stride + 1, _outputs);
        for (var y = 0; y < output.Height; y++)
            for (var x = 0; x < output.Width; x++)
                RunPixel(input, y * _stride - _kernel / 2, x * _stride - _kernel / 2, output.Pixel(y, x));
        return output;
    }

    private void RunPixel(Maps input, int top, int left, Span<float> output)
    {
        for (var tap = 0; tap < _kernel * _kernel; tap++)
        {
            var (y, x) = (top + tap / _kernel, left + tap % _kernel);
            if ((uint)y >= (uint)input.Height || (uint)x >= (uint)input.Width)
                continue;
            var pixel = input.Pixel(y, x);
            for (var channel = 0; channel < pixel.Length; channel++)
                RealLayers.AddScaled(output, _weights.AsSpan((tap * _inputs + channel) * _outputs, _outputs), pixel[channel]);
        }
    }
}

/// <summary>Normalisation in evaluation mode: x times a factor plus an offset per channel.</summary>
internal sealed class Affine
{
    private const double Epsilon = 1e-5;

    private readonly float[] _factors;
    private readonly float[] _offsets;

    /// <summary>From the weight, bias, running mean and running variance of a batch normalisation.</summary>
    public Affine(float[] weight, float[] bias, float[] mean, float[] variance)
    {
        _factors = [.. weight.Select((w, c) => (float)(w / Math.Sqrt(variance[c] + Epsilon)))];
        _offsets = [.. bias.Select((b, c) => b - mean[c] * _factors[c])];
    }

    /// <summary>In place.</summary>
    public void Run(Maps maps)
    {
        for (var start = 0; start < maps.Values.Length; start += _factors.Length)
            for (var channel = 0; channel < _factors.Length; channel++)
                maps.Values[start + channel] = maps.Values[start + channel] * _factors[channel] + _offsets[channel];
    }
}

/// <summary>Small steps between layers.</summary>
internal static class RealLayers
{
    /// <summary>target += values * factor.</summary>
    public static void AddScaled(Span<float> target, ReadOnlySpan<float> values, float factor)
    {
        var wide = MemoryMarshal.Cast<float, Vector<float>>(target);
        var wideValues = MemoryMarshal.Cast<float, Vector<float>>(values);
        for (var i = 0; i < wide.Length; i++)
            wide[i] += wideValues[i] * factor;
        for (var i = wide.Length * Vector<float>.Count; i < target.Length; i++)
            target[i] += values[i] * factor;
    }

    /// <summary>Means over stride x stride pixels; at the lower and right border over those that exist.</summary>
    public static Maps AveragePool(Maps input, int stride)
    {
        if (stride == 1)
            return input;
        var output = Maps.Empty((input.Height + stride - 1) / stride, (input.Width + stride - 1) / stride, input.Channels);
        for (var y = 0; y < input.Height; y++)
            for (var x = 0; x < input.Width; x++)
            {
                var rows = Math.Min(stride, input.Height - y / stride * stride);
                var columns = Math.Min(stride, input.Width - x / stride * stride);
                AddScaled(output.Pixel(y / stride, x / stride), input.Pixel(y, x), 1f / (rows * columns));
            }
        return output;
    }

    /// <summary>Largest of 3x3 pixels at every second one.</summary>
    public static Maps MaxPool(Maps input)
    {
        var output = Maps.Empty((input.Height - 1) / 2 + 1, (input.Width - 1) / 2 + 1, input.Channels);
        output.Values.AsSpan().Fill(float.NegativeInfinity);
        for (var y = 0; y < output.Height; y++)
            for (var x = 0; x < output.Width; x++)
                for (var row = Math.Max(0, 2 * y - 1); row < Math.Min(input.Height, 2 * y + 2); row++)
                    for (var column = Math.Max(0, 2 * x - 1); column < Math.Min(input.Width, 2 * x + 2); column++)
                        KeepLarger(output.Pixel(y, x), input.Pixel(row, column));
        return output;
    }

    /// <summary>Mean over all pixels, per channel.</summary>
    public static float[] GlobalMean(Maps input)
    {
        var mean = new float[input.Channels];
        for (var y = 0; y < input.Height; y++)
            for (var x = 0; x < input.Width; x++)
                AddScaled(mean, input.Pixel(y, x), 1f / (input.Height * input.Width));
        return mean;
    }

    private static void KeepLarger(Span<float> target, ReadOnlySpan<float> values)
    {
        for (var i = 0; i < target.Length; i++)
            target[i] = Math.Max(target[i], values[i]);
    }
}
