using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Data.Batches;

/// <summary>Makes the tensors of a batch from bytes: normalised by a table, straight into the tensor's memory.</summary>
internal sealed class BatchTensors((int Channels, int Height, int Width) shape, float[] table)
{
    private readonly int _area = shape.Height * shape.Width;

    /// <summary>Bytes of one image.</summary>
    public int ImageSize { get; } = shape.Channels * shape.Height * shape.Width;

    /// <summary>Images [B, C, H, W], float32. Belongs to the caller alone, whatever scope is open.</summary>
    public Tensor Images(ReadOnlySpan<byte> pixels, int count)
    {
        var images = empty([count, shape.Channels, shape.Height, shape.Width], dtype: ScalarType.Float32).DetachFromDisposeScope();
        Normalise(pixels[..(count * ImageSize)], Floats(images));
        return images;
    }

    /// <summary>Labels [B], int64. Belongs to the caller alone, whatever scope is open.</summary>
    public static Tensor Labels(IReadOnlyList<int> labels) =>
        tensor(labels.Select(l => (long)l).ToArray(), dtype: ScalarType.Int64).DetachFromDisposeScope();

    /// <summary>The memory of a float32 tensor.</summary>
    public static Span<float> Floats(Tensor contiguous) => MemoryMarshal.Cast<byte, float>(contiguous.bytes);

    /// <summary>Normalises planes: plane p belongs to channel p mod C.</summary>
    public void Normalise(ReadOnlySpan<byte> pixels, Span<float> target)
    {
        for (var plane = 0; plane * _area < pixels.Length; plane++)
        {
            var from = pixels.Slice(plane * _area, _area);
            var to = target.Slice(plane * _area, _area);
            ReadOnlySpan<float> values = table.AsSpan(plane % shape.Channels * 256, 256);
            for (var i = 0; i < from.Length; i++) to[i] = values[from[i]];
        }
    }
}
