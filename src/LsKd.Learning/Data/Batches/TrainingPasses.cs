using LsKd.Core.Specs;
using LsKd.Learning.Data.Augmentation;
using LsKd.Learning.Data.Randomness;
using LsKd.Learning.Data.Splits;

namespace LsKd.Learning.Data.Batches;

/// <summary>
/// The batches of training epochs, as bytes. Random numbers are keyed by (seed, epoch, draw) or, with fixed views, by
/// (seed, view, position), so that a batch depends on nothing that came before it.
/// </summary>
internal sealed class TrainingPasses(PixelReader reader, AugmentationPipeline pipeline, SplitSamples samples, DataSpec spec, (int Height, int Width) size)
{
    /// <summary>All batches of an epoch.</summary>
    public IEnumerable<PixelBatch> Epoch(int epoch, int batchSize, int seed)
    {
        var chunks = SampleOrder.Of(spec.Sampler, samples.Labels, seed, epoch).Chunk(batchSize);
        var batches = spec.Views is { } views
            ? FixedViews(chunks, (epoch - 1) % views, seed)
            : chunks.Select((positions, batch) => Fresh(positions, epoch, batch, batch * batchSize, seed));
        return batches.Where(batch => batch.Samples.Count > 0);
    }

    private PixelBatch Fresh(int[] positions, int epoch, int batch, int firstDraw, int seed)
    {
        var (read, pixels) = reader.Read([.. positions.Select((p, i) => Request(p, epoch, firstDraw + i))], pipeline, seed);
        var random = new KeyedRandom(seed, Purpose.Mixing, epoch, batch);
        var mix = BatchMixing.Draw(pipeline.Mixings, size.Height, size.Width, ref random);
        var whole = new PixelBatch { Samples = read, Pixels = pixels, Mix = mix };
        return mix is null ? whole : MixedWithin(whole, random.Permutation(read.Count));
    }

    private PixelBatch MixedWithin(PixelBatch batch, int[] partners)
    {
        var pixels = GC.AllocateUninitializedArray<byte>(batch.Pixels.Length);
        for (var i = 0; i < partners.Length; i++) CopyImage(batch.Pixels, partners[i], pixels, i);
        return batch with { PartnerPixels = pixels, PartnerLabels = [.. partners.Select(p => batch.Samples[p].Label)] };
    }

    // The partner of a position, the share and the box belong to the view, whatever batch the position falls into.
    private IEnumerable<PixelBatch> FixedViews(IEnumerable<int[]> chunks, int view, int seed)
    {
        var random = new KeyedRandom(seed, Purpose.Mixing, view);
        var mix = BatchMixing.Draw(pipeline.Mixings, size.Height, size.Width, ref random);
        var partners = mix is null ? [] : random.Permutation(samples.Count);
        foreach (var positions in chunks)
        {
            var (read, pixels) = reader.Read([.. positions.Select(p => Request(p, view, p))], pipeline, seed);
            var whole = new PixelBatch { Samples = read, Pixels = pixels, Mix = mix, View = view };
            yield return mix is null ? whole : MixedAcross(whole, partners, view, seed);
        }
    }

    private PixelBatch MixedAcross(PixelBatch batch, int[] partners, int view, int seed)
    {
        SampleRequest[] wanted = [.. batch.Samples.Select(s => Request(partners[s.Position], view, partners[s.Position]))];
        var (read, pixels) = reader.Read(wanted, pipeline, seed);
        return read.Count == wanted.Length
            ? batch with { PartnerPixels = pixels, PartnerLabels = [.. wanted.Select(p => p.Label)] }
            : WithSelfForMissing(batch, wanted, read, pixels);
    }

    // A sample whose partner cannot be read is its own partner.
    private PixelBatch WithSelfForMissing(PixelBatch batch, SampleRequest[] wanted, IReadOnlyList<SampleRequest> read, byte[] pixels)
    {
        var partners = GC.AllocateUninitializedArray<byte>(batch.Pixels.Length);
        var labels = new int[wanted.Length];
        for (int i = 0, next = 0; i < wanted.Length; i++)
        {
            var found = next < read.Count && read[next].Position == wanted[i].Position;
            labels[i] = found ? wanted[i].Label : batch.Samples[i].Label;
            if (found) CopyImage(pixels, next++, partners, i);
            else CopyImage(batch.Pixels, i, partners, i);
        }

        return batch with { PartnerPixels = partners, PartnerLabels = labels };
    }

    private void CopyImage(byte[] from, int source, byte[] to, int target) =>
        from.AsSpan(source * reader.ImageSize, reader.ImageSize).CopyTo(to.AsSpan(target * reader.ImageSize));

    private SampleRequest Request(int position, long epoch, long draw) =>
        new(position, samples.Stored[position], samples.Labels[position], epoch, draw);
}
