using System.Runtime.ExceptionServices;
using LsKd.Learning.Data.Augmentation;
using LsKd.Learning.Data.Randomness;
using LsKd.Learning.Data.Stored;

namespace LsKd.Learning.Data.Batches;

/// <summary>Reads and augments the images of a batch, in parallel where that pays; leaves out what cannot be read.</summary>
internal sealed class PixelReader(IPixelStore store, BadFileLog badFiles)
{
    private readonly int _size = store.Shape.Channels * store.Shape.Height * store.Shape.Width;

    /// <summary>Bytes of one image.</summary>
    public int ImageSize => _size;

    /// <summary>
    /// Whether batches are made ahead of time and in parallel: where files are decoded, and where there are cores to spare
    /// beside the network's.
    /// </summary>
    public bool RunsAhead { get; } = store.IsSlow || Environment.ProcessorCount >= 4;

    /// <summary>Reads images, augmented where <paramref name="pipeline"/> is given.</summary>
    public (IReadOnlyList<SampleRequest> Samples, byte[] Pixels) Read(IReadOnlyList<SampleRequest> requests, AugmentationPipeline? pipeline, int seed)
    {
        var pixels = GC.AllocateUninitializedArray<byte>(requests.Count * _size);
        var good = new bool[requests.Count];
        ForEach(good.Length, i => good[i] = TryRead(requests[i], pipeline, seed, pixels.AsSpan(i * _size, _size)));
        return Array.TrueForAll(good, g => g) ? (requests, pixels) : Compact(requests, pixels, good);
    }

    private void ForEach(int count, Action<int> body)
    {
        try
        {
            if (RunsAhead) Parallel.For(0, count, body);
            else for (var i = 0; i < count; i++) body(i);
        }
        catch (AggregateException e) when (e.InnerExceptions.OfType<DatasetException>().FirstOrDefault() is { } cause)
        {
            ExceptionDispatchInfo.Throw(cause);
        }
    }

    private bool TryRead(SampleRequest request, AugmentationPipeline? pipeline, int seed, Span<byte> pixels)
    {
        try
        {
            if (pipeline is null) store.Read(request.Stored, pixels);
            else pipeline.Read(store, request.Stored, new KeyedRandom(seed, Purpose.Augmentation, request.DrawEpoch, request.DrawIndex), pixels);
            return true;
        }
        catch (BadImageException e)
        {
            badFiles.Add(new(e.Path, e.Why));
            return false;
        }
    }

    private (IReadOnlyList<SampleRequest>, byte[]) Compact(IReadOnlyList<SampleRequest> requests, byte[] pixels, bool[] good)
    {
        var kept = new List<SampleRequest>();
        for (var i = 0; i < good.Length; i++)
        {
            if (!good[i]) continue;
            pixels.AsSpan(i * _size, _size).CopyTo(pixels.AsSpan(kept.Count * _size));
            kept.Add(requests[i]);
        }

        return (kept, pixels);
    }
}
