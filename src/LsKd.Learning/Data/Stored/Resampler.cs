namespace LsKd.Learning.Data.Stored;

/// <summary>
/// Scales a region of a planar image. The filter is a triangle, widened when shrinking (bilinear with anti-aliasing), so
/// that results do not depend on an imaging library.
/// </summary>
internal static class Resampler
{
    /// <summary>Scales a region of <paramref name="source"/> [C, H, W] into <paramref name="target"/> [C, h, w].</summary>
    public static void Scale(
        ReadOnlySpan<byte> source, (int Channels, int Height, int Width) from, Region region, Span<byte> target, int height, int width)
    {
        var columns = Taps.Of(from.Width, region.Left * from.Width, region.Width * from.Width, width);
        var rows = Taps.Of(from.Height, region.Top * from.Height, region.Height * from.Height, height);
        var middle = new float[from.Height * width];
        for (var c = 0; c < from.Channels; c++)
        {
            Across(source.Slice(c * from.Height * from.Width, from.Height * from.Width), from.Width, columns, rows, middle);
            Down(middle, width, rows, target.Slice(c * height * width, height * width));
        }
    }

    private static void Across(ReadOnlySpan<byte> plane, int width, Taps columns, Taps rows, float[] middle)
    {
        var count = columns.First.Length;
        for (var y = rows.From; y < rows.To; y++)
        {
            var line = plane.Slice(y * width, width);
            for (var x = 0; x < count; x++) middle[(y * count) + x] = Dot(line, columns, x);
        }
    }

    private static float Dot(ReadOnlySpan<byte> line, Taps taps, int at)
    {
        var sum = 0f;
        var weights = taps.Weights[at];
        for (var i = 0; i < weights.Length; i++) sum += weights[i] * line[taps.First[at] + i];
        return sum;
    }

    private static void Down(float[] middle, int width, Taps rows, Span<byte> target)
    {
        var sums = new float[width];
        for (var y = 0; y < rows.First.Length; y++)
        {
            Array.Clear(sums);
            for (var i = 0; i < rows.Weights[y].Length; i++)
            {
                var line = middle.AsSpan((rows.First[y] + i) * width, width);
                for (var x = 0; x < width; x++) sums[x] += rows.Weights[y][i] * line[x];
            }

            for (var x = 0; x < width; x++) target[(y * width) + x] = (byte)Math.Clamp((int)(sums[x] + 0.5f), 0, 255);
        }
    }

    /// <summary>For each target pixel, the first source pixel it draws on and the weights from there.</summary>
    private sealed record Taps(int[] First, float[][] Weights)
    {
        public int From => First.Min();

        public int To => First.Select((f, i) => f + Weights[i].Length).Max();

        public static Taps Of(int size, double start, double length, int count)
        {
            var taps = Enumerable.Range(0, count).Select(i => At(size, start, length / count, i)).ToArray();
            return new([.. taps.Select(t => t.First)], [.. taps.Select(t => t.Weights)]);
        }

        private static (int First, float[] Weights) At(int size, double start, double step, int index)
        {
            double radius = Math.Max(1, step), centre = start + ((index + 0.5) * step);
            var first = Math.Clamp((int)Math.Floor(centre - radius), 0, size - 1);
            var last = Math.Clamp((int)Math.Ceiling(centre + radius), first, size - 1);
            var weights = Enumerable.Range(first, last - first + 1)
                .Select(i => Math.Max(0, 1 - (Math.Abs(i + 0.5 - centre) / radius))).ToArray();
            return Normalised(first, weights);
        }

        private static (int First, float[] Weights) Normalised(int first, double[] weights)
        {
            var sum = weights.Sum();
            return sum > 0 ? (first, [.. weights.Select(w => (float)(w / sum))]) : (first, [1f]);
        }
    }
}
