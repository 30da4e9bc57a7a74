using System.Runtime.InteropServices;
using LsKd.Learning.Data.Augmentation;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Data.Batches;

/// <summary>Makes the tensors of a batch from bytes: normalised by a table, straight into the tensor's memory.</summary>
internal sealed class BatchTensors((int Channels, int Height, int Width) shape, float[] table)
{
    private readonly int _area = shape.Height * shape.Width;

    /// <summary>Bytes of one image.</summary>
    public int ImageSize { get; } = shape.Channels * shape.Height * shape.Width;

    /// <summary>The tensors of a batch. They belong to the caller alone, whatever dispose scope is open.</summary>
    public ImageBatch Make(PixelBatch batch)
    {
        var count = batch.Samples.Count;
        var images = empty([count, shape.Channels, shape.Height, shape.Width], dtype: ScalarType.Float32).DetachFromDisposeScope();
        var values = MemoryMarshal.Cast<byte, float>(images.bytes);
        Normalise(batch.Pixels.AsSpan(0, count * ImageSize), values);
        if (batch is { Mix: { } mix, PartnerPixels: { } partners }) MixIn(partners.AsSpan(0, count * ImageSize), mix, values);
        return new(images, Labels(batch.Samples.Select(s => s.Label)), [.. batch.Samples.Select(s => s.Position)])
        {
            View = batch.View,
            LabelShare = batch.Mix?.Share ?? 1,
            MixedLabels = batch.Mix is null ? null : Labels(batch.PartnerLabels),
        };
    }

    private static Tensor Labels(IEnumerable<int> labels) =>
        tensor(labels.Select(l => (long)l).ToArray(), dtype: ScalarType.Int64).DetachFromDisposeScope();

    private void MixIn(ReadOnlySpan<byte> partners, Mix mix, Span<float> values)
    {
        if (mix.Box is { } box) Cut(partners, box, values);
        else Blend(partners, (float)mix.Share, values);
    }

    private void Blend(ReadOnlySpan<byte> partners, float share, Span<float> values)
    {
        for (var plane = 0; plane * _area < partners.Length; plane++)
        {
            var from = partners.Slice(plane * _area, _area);
            var to = values.Slice(plane * _area, _area);
            var known = Values(plane);
            for (var i = 0; i < from.Length; i++) to[i] = (share * to[i]) + ((1 - share) * known[from[i]]);
        }
    }

    private void Cut(ReadOnlySpan<byte> partners, (int Top, int Left, int Bottom, int Right) box, Span<float> values)
    {
        for (var plane = 0; plane * _area < partners.Length; plane++)
        {
            var known = Values(plane);
            for (var y = box.Top; y < box.Bottom; y++)
            {
                var start = (plane * _area) + (y * shape.Width);
                for (var x = box.Left; x < box.Right; x++) values[start + x] = known[partners[start + x]];
            }
        }
    }

    private ReadOnlySpan<float> Values(int plane) => table.AsSpan(plane % shape.Channels * 256, 256);

    // Plane p belongs to channel p mod C.
    private void Normalise(ReadOnlySpan<byte> pixels, Span<float> target)
    {
        for (var plane = 0; plane * _area < pixels.Length; plane++)
        {
            var from = pixels.Slice(plane * _area, _area);
            var to = target.Slice(plane * _area, _area);
            var known = Values(plane);
            for (var i = 0; i < from.Length; i++) to[i] = known[from[i]];
        }
    }
}
