using LsKd.Learning.Data.Augmentation;

namespace LsKd.Learning.Data.Batches;

/// <summary>One image to read: its position in the split, its index in the stored set, and the key of its random numbers.</summary>
internal readonly record struct SampleRequest(int Position, int Stored, int Label, long DrawEpoch, long DrawIndex);

/// <summary>A batch as bytes, before it becomes tensors.</summary>
internal sealed record PixelBatch
{
    /// <summary>What was read, in order; unreadable samples are left out.</summary>
    public required IReadOnlyList<SampleRequest> Samples { get; init; }

    /// <summary>[B, C, H, W], perhaps with unused bytes after it.</summary>
    public required byte[] Pixels { get; init; }

    /// <summary>The images that are mixed in, as <see cref="Pixels"/>; null where none are.</summary>
    public byte[]? PartnerPixels { get; init; }

    /// <summary>Their labels.</summary>
    public IReadOnlyList<int> PartnerLabels { get; init; } = [];

    /// <summary>How they are mixed in; null where they are not.</summary>
    public Mix? Mix { get; init; }

    /// <summary>Number of the fixed view.</summary>
    public int View { get; init; }
}
