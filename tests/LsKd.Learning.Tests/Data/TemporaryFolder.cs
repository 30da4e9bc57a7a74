using System.Buffers.Binary;
using System.IO.Compression;
using SkiaSharp;

namespace LsKd.Learning.Tests.Data;

/// <summary>A folder of its own for a test, and ways to fill it with the true formats of data sets.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("lskd-data-").FullName;

    public void Dispose() => Directory.Delete(Root, recursive: true);

    public string Path(string relative) => System.IO.Path.Combine(Root, relative);

    public void Write(string relative, params byte[] bytes)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path(relative))!);
        File.WriteAllBytes(Path(relative), bytes);
    }

    public void WriteLines(string relative, params IEnumerable<string> lines)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path(relative))!);
        File.WriteAllLines(Path(relative), lines);
    }

    /// <summary>An image of one colour.</summary>
    public void WriteImage(string relative, SKColor colour, int width = 40, int height = 30, SKEncodedImageFormat format = SKEncodedImageFormat.Jpeg)
    {
        using var bitmap = new SKBitmap(width, height);
        bitmap.Erase(colour);
        using var data = bitmap.Encode(format, 95);
        Write(relative, data.ToArray());
    }

    /// <summary>An IDX file, compressed where the name ends in <c>.gz</c>.</summary>
    public void WriteIdx(string relative, int[] dimensions, byte[] values)
    {
        var bytes = new byte[4 + (4 * dimensions.Length) + values.Length];
        (bytes[2], bytes[3]) = (8, (byte)dimensions.Length);
        for (var i = 0; i < dimensions.Length; i++) BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 + (4 * i)), dimensions[i]);
        values.CopyTo(bytes, 4 + (4 * dimensions.Length));
        Write(relative, relative.EndsWith(".gz", StringComparison.Ordinal) ? Compress(bytes) : bytes);
    }

    private static byte[] Compress(byte[] bytes)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionMode.Compress)) gzip.Write(bytes);
        return target.ToArray();
    }
}
