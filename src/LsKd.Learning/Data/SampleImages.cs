using System.Collections.Concurrent;
using LsKd.Core.Specs;
using LsKd.Learning.Data.Stored;
using SkiaSharp;

namespace LsKd.Learning.Data;

/// <summary>
/// Pictures of single samples, for people. Needs no torch: a web process may use it. Keeps the last few sets open; safe for
/// use from several threads.
/// </summary>
/// <param name="homeDataFolder">Where sets lie that are not embedded and whose spec has no path; may be null.</param>
public sealed class SampleImages(string? homeDataFolder)
{
    private const int SetsKept = 3;
    private readonly ConcurrentDictionary<Key, Entry> _open = new();

    /// <summary>
    /// The picture of a sample as PNG, as training sees it before augmentation and normalisation; null where the set has no
    /// such sample or its file cannot be read.
    /// </summary>
    /// <param name="spec">The data set; splits and derived sets do not matter here.</param>
    /// <param name="sampleId">An id of <see cref="IImageSource.SampleIds"/>.</param>
    /// <exception cref="DatasetException">The set itself is unknown, missing or damaged.</exception>
    public byte[]? Png(DataSpec spec, long sampleId)
    {
        var set = Set(spec);
        if (sampleId < 0 || sampleId >= set.Labels.Length) return null;
        var (channels, height, width) = set.Pixels.Shape;
        var pixels = new byte[channels * height * width];
        try
        {
            set.Pixels.Read((int)sampleId, pixels);
            return Encode(pixels, channels, height, width);
        }
        catch (BadImageException)
        {
            return null;
        }
    }

    /// <summary>The name of a sample's class as the files have it (no label noise); null where the set has no such sample.</summary>
    /// <exception cref="DatasetException">The set itself is unknown, missing or damaged.</exception>
    public string? ClassName(DataSpec spec, long sampleId)
    {
        var set = Set(spec);
        return sampleId >= 0 && sampleId < set.Labels.Length ? set.ClassNames[set.Labels[sampleId]] : null;
    }

    private StoredSet Set(DataSpec spec)
    {
        var key = new Key(spec.Dataset, spec.Path, spec.ImageSize, spec.LabelLevel);
        var entry = _open.GetOrAdd(key, k => new(new Lazy<StoredSet>(() => StoredSets.Open(k.Spec(), homeDataFolder))));
        entry.Used = Environment.TickCount64;
        foreach (var old in _open.OrderByDescending(e => e.Value.Used).Skip(SetsKept).ToArray()) _open.TryRemove(old.Key, out _);
        return Value(key, entry);
    }

    // A set that could not be opened is tried again the next time: its files may have come meanwhile.
    private StoredSet Value(Key key, Entry entry)
    {
        try
        {
            return entry.Set.Value;
        }
        catch
        {
            _open.TryRemove(key, out _);
            throw;
        }
    }

    private static byte[] Encode(byte[] planes, int channels, int height, int width)
    {
        var info = new SKImageInfo(width, height, channels == 1 ? SKColorType.Gray8 : SKColorType.Rgba8888, SKAlphaType.Opaque);
        using var image = SKImage.FromPixelCopy(info, channels == 1 ? planes : Interleave(planes, height * width));
        using var data = image.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    private static byte[] Interleave(byte[] planes, int area)
    {
        var pixels = new byte[4 * area];
        for (var i = 0; i < area; i++)
            (pixels[4 * i], pixels[(4 * i) + 1], pixels[(4 * i) + 2], pixels[(4 * i) + 3]) = (planes[i], planes[area + i], planes[(2 * area) + i], 255);
        return pixels;
    }

    private readonly record struct Key(string Dataset, string? Path, int? ImageSize, string? LabelLevel)
    {
        public DataSpec Spec() => new() { Dataset = Dataset, Path = Path, ImageSize = ImageSize, LabelLevel = LabelLevel };
    }

    private sealed record Entry(Lazy<StoredSet> Set)
    {
        public long Used { get; set; }
    }
}
