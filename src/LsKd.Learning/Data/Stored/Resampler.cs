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
        var count = columns.Count;
        for (var y = rows.From; y < rows.To; y++)
        {
            var line = plane.Slice(y * width, width);
            for (var x = 0; x < count; x++) middle[(y * count) + x] = Dot(line[columns.First[x]..], columns.Weights(x));
        }
    }

    private static float Dot(ReadOnlySpan<byte> line, ReadOnlySpan<float> weights)
    {
        var sum = 0f;
        for (var i = 0; i < weights.Length; i++) sum += weights[i] * line[i];
        return sum;
    }

    private static void Down(float[] middle, int width, Taps rows, Span<byte> target)
    {
        var sums = new float[width];
        for (var y = 0; y < rows.Count; y++)
        {
            Array.Clear(sums);
            var weights = rows.Weights(y);
            for (var i = 0; i < weights.Length; i++) Add(middle.AsSpan((rows.First[y] + i) * width, width), weights[i], sums);
            for (var x = 0; x < width; x++) target[(y * width) + x] = (byte)Math.Clamp((int)(sums[x] + 0.5f), 0, 255);
        }
    }

    private static void Add(ReadOnlySpan<float> line, float weight, Span<float> sums)
    {
        for (var x = 0; x < line.Length; x++) sums[x] += weight * line[x];
    }

    /// <summary>For each target pixel, the first source pixel it draws on and the weights from there.</summary>
    private sealed class Taps
    {
        private readonly int _stride;
        private readonly float[] _weights;
        private readonly int[] _lengths;

        private Taps(int size, double start, double step, int count)
        {
            var radius = Math.Max(1, step);
            _stride = (int)Math.Ceiling(2 * radius) + 2;
            _weights = new float[count * _stride];
            _lengths = new int[count];
            First = new int[count];
            for (var i = 0; i < count; i++) Place(i, size, start + ((i + 0.5) * step), radius);
        }

        public int[] First { get; }

        public int Count => First.Length;

        public int From => First.Min();

        public int To => First[^1] + _lengths[^1];

        public static Taps Of(int size, double start, double length, int count) => new(size, start, length / count, count);

        public ReadOnlySpan<float> Weights(int index) => _weights.AsSpan(index * _stride, _lengths[index]);

        private void Place(int index, int size, double centre, double radius)
        {
            var first = Math.Clamp((int)Math.Ceiling(centre - radius - 0.5), 0, size - 1);
            var last = Math.Clamp((int)Math.Floor(centre + radius - 0.5), first, size - 1);
            var weights = _weights.AsSpan(index * _stride, last - first + 1);
            for (var i = 0; i < weights.Length; i++) weights[i] = (float)Math.Max(0, 1 - (Math.Abs(first + i + 0.5 - centre) / radius));
            (First[index], _lengths[index]) = (first, weights.Length);
            Normalise(weights);
        }

        private static void Normalise(Span<float> weights)
        {
            var sum = 0f;
            foreach (var weight in weights) sum += weight;
            if (sum <= 0) weights.Fill(1f / weights.Length);
            else foreach (ref var weight in weights) weight /= sum;
        }
    }
}
