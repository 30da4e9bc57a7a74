using LsKd.Core.Arrays;

namespace LsKd.Learning.Models.Binary.Packed;

/// <summary>
/// Runs a packed binary network on the CPU without libtorch: binary convolutions by counting bits, the first convolution, the
/// shortcuts and the last layer in single precision. One image at a time; an instance serves one thread.
/// </summary>
public sealed class PackedNetwork
{
    private readonly RealConv _stem;
    private readonly Affine _norm;
    private readonly bool _pool;
    private readonly List<PackedBlock> _blocks = [];
    private readonly float[] _head;
    private readonly float[] _bias;

    private PackedNetwork(SafeTensorsFile file)
    {
        _pool = file.Tensors["conv1.weight"].Shape[2] == 7;
        _stem = Convolution(file, "conv1", _pool ? 2 : 1);
        _norm = Norm(file, "bn1");
        Channels = (int)file.Tensors["conv1.weight"].Shape[1];
        for (var stage = 1; file.Tensors.ContainsKey($"layer{stage}.0.conv.shift"); stage++)
            for (var block = 0; file.Tensors.ContainsKey($"layer{stage}.{block}.conv.shift"); block++)
                _blocks.Add(new PackedBlock(file, $"layer{stage}.{block}", stage > 1 && block == 0 ? 2 : 1));
        _head = file.ReadFloats("fc.weight");
        _bias = file.ReadFloats("fc.bias");
    }

    /// <summary>Channels of an image.</summary>
    public int Channels { get; }

    /// <summary>Number of classes.</summary>
    public int Classes => _bias.Length;

    /// <summary>Reads a file that <see cref="PackedCheckpoint"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The file is torn, or not packed.</exception>
    public static PackedNetwork Load(string path)
    {
        var file = SafeTensorsFile.Open(path);
        if (!file.Metadata.ContainsKey(PackedCheckpoint.FormatKey))
            throw new InvalidDataException($"'{path}' is not a packed network");
        try
        {
            return new PackedNetwork(file);
        }
        catch (KeyNotFoundException e)
        {
            throw new InvalidDataException($"'{path}' is not a whole packed network: {e.Message}", e);
        }
    }

    /// <summary>Logits of one normalised image.</summary>
    /// <param name="image">[channels, height, width].</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    public float[] Logits(ReadOnlySpan<float> image, int height, int width)
    {
        if (image.Length != Channels * height * width)
            throw new ArgumentException($"an image of {Channels} x {height} x {width} has not {image.Length} numbers");
        var maps = _stem.Run(Interleave(image, height, width));
        _norm.Run(maps);
        if (_pool)
            maps = RealLayers.MaxPool(maps);
        foreach (var block in _blocks)
            maps = block.Run(maps);
        return Classify(RealLayers.GlobalMean(maps));
    }

    /// <summary>A convolution of a file.</summary>
    internal static RealConv Convolution(SafeTensorsFile file, string name, int stride)
    {
        var shape = file.Tensors[$"{name}.weight"].Shape;
        return new RealConv(file.ReadFloats($"{name}.weight"), (int)shape[0], (int)shape[1], (int)shape[2], stride);
    }

    /// <summary>A normalisation of a file.</summary>
    internal static Affine Norm(SafeTensorsFile file, string name) => new(
        file.ReadFloats($"{name}.weight"), file.ReadFloats($"{name}.bias"),
        file.ReadFloats($"{name}.running_mean"), file.ReadFloats($"{name}.running_var"));

    private Maps Interleave(ReadOnlySpan<float> image, int height, int width)
    {
        var maps = Maps.Empty(height, width, Channels);
        for (var channel = 0; channel < Channels; channel++)
            for (var pixel = 0; pixel < height * width; pixel++)
                maps.Values[pixel * Channels + channel] = image[channel * height * width + pixel];
        return maps;
    }

    private float[] Classify(float[] features)
    {
        var logits = (float[])_bias.Clone();
        for (var k = 0; k < logits.Length; k++)
            for (var d = 0; d < features.Length; d++)
                logits[k] += _head[k * features.Length + d] * features[d];
        return logits;
    }
}
