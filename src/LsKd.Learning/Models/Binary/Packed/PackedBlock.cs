using LsKd.Core.Arrays;

namespace LsKd.Learning.Models.Binary.Packed;

/// <summary>One block of a packed network: binary convolution, normalisation, shortcut, RPReLU.</summary>
internal sealed class PackedBlock
{
    private readonly int _stride;
    private readonly PackedConv _convolution;
    private readonly Affine _norm;
    private readonly (RealConv Convolution, Affine Norm)? _shortcut;
    private readonly float[] _before;
    private readonly float[] _slope;
    private readonly float[] _after;

    /// <param name="file">The packed file.</param>
    /// <param name="name">The block's name, such as <c>layer1.0</c>.</param>
    /// <param name="stride">Its stride.</param>
    public PackedBlock(SafeTensorsFile file, string name, int stride)
    {
        _stride = stride;
        var convolution = $"{name}.conv.weight";
        var scales = file.ReadFloats(convolution + PackedCheckpoint.ScaleSuffix);
        var shift = file.ReadFloats($"{name}.conv.shift");
        var bits = file.ReadBytes(convolution + PackedCheckpoint.BitsSuffix);
        _convolution = new PackedConv(new PackedWeights(scales.Length, shift.Length, bits, scales), shift, stride);
        _norm = PackedNetwork.Norm(file, $"{name}.norm");
        if (file.Tensors.ContainsKey($"{name}.downsample.conv.weight"))
            _shortcut = (PackedNetwork.Convolution(file, $"{name}.downsample.conv", 1), PackedNetwork.Norm(file, $"{name}.downsample.norm"));
        _before = file.ReadFloats($"{name}.activation.before");
        _slope = file.ReadFloats($"{name}.activation.slope");
        _after = file.ReadFloats($"{name}.activation.after");
    }

    /// <summary>[H, W, inputs] to [H', W', outputs].</summary>
    public Maps Run(Maps input)
    {
        var maps = _convolution.Run(input);
        _norm.Run(maps);
        Finish(maps.Values, Shortcut(input).Values);
        return maps;
    }

    private Maps Shortcut(Maps input)
    {
        if (_shortcut is not { } shortcut)
            return input;
        var maps = shortcut.Convolution.Run(RealLayers.AveragePool(input, _stride));
        shortcut.Norm.Run(maps);
        return maps;
    }

    private void Finish(Span<float> values, ReadOnlySpan<float> shortcut)
    {
        for (var start = 0; start < values.Length; start += _slope.Length)
            for (var channel = 0; channel < _slope.Length; channel++)
            {
                var bent = values[start + channel] + shortcut[start + channel] + _before[channel];
                values[start + channel] = (bent > 0 ? bent : bent * _slope[channel]) + _after[channel];
            }
    }
}
