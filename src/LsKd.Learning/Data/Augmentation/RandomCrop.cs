using LsKd.Learning.Data.Randomness;

namespace LsKd.Learning.Data.Augmentation;

/// <summary>A crop of the image's own size after padding with zeros on all sides: a shift by up to the padding.</summary>
internal sealed class RandomCrop(int padding) : IPixelAugmentation
{
    /// <inheritdoc/>
    public void Apply(PixelImage image, ref KeyedRandom random)
    {
        var down = random.Next((2 * padding) + 1) - padding;
        var right = random.Next((2 * padding) + 1) - padding;
        for (var c = 0; c < image.Channels; c++) Shift(image, c, down, right);
    }

    // In place: rows are visited so that none is overwritten before it was read.
    private static void Shift(PixelImage image, int channel, int down, int right)
    {
        for (var i = 0; i < image.Height; i++)
        {
            var row = down >= 0 ? i : image.Height - 1 - i;
            ShiftRow(image, channel, row, row + down, right);
        }
    }

    private static void ShiftRow(PixelImage image, int channel, int row, int from, int right)
    {
        var target = image.Row(channel, row);
        var kept = image.Width - Math.Abs(right);
        if (from < 0 || from >= image.Height || kept <= 0)
        {
            target.Clear();
            return;
        }

        var (start, end) = right >= 0 ? (0, kept) : (-right, image.Width);
        image.Row(channel, from).Slice(Math.Max(0, right), kept).CopyTo(target[start..end]);
        target[..start].Clear();
        target[end..].Clear();
    }
}
