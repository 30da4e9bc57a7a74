using System.Buffers.Binary;
using System.IO.Compression;

namespace LsKd.Learning.Data.Stored;

/// <summary>
/// Files of the MNIST family: big-endian magic 0x00 0x00 0x08 (unsigned bytes) and the number of dimensions, the
/// dimensions, the bytes; as they are or compressed by gzip.
/// </summary>
internal static class IdxFile
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="DatasetException">It is missing, torn, or not such a file.</exception>
    public static (int[] Dimensions, byte[] Values) Read(string path)
    {
        try
        {
            using var stream = Open(path);
            var dimensions = ReadDimensions(path, stream);
            var values = new byte[dimensions.Aggregate(1L, (a, b) => a * b)];
            stream.ReadExactly(values);
            return stream.ReadByte() < 0 ? (dimensions, values) : throw new DatasetException($"{path} is longer than its header says.");
        }
        catch (Exception e) when (e is EndOfStreamException or InvalidDataException or OverflowException)
        {
            throw new DatasetException($"{path} is damaged or cut short: {e.Message}", e);
        }
    }

    private static Stream Open(string path)
    {
        if (!File.Exists(path)) throw new DatasetException($"{path} does not exist.");
        var file = File.OpenRead(path);
        return path.EndsWith(".gz", StringComparison.Ordinal) ? new BufferedStream(new GZipStream(file, CompressionMode.Decompress)) : file;
    }

    private static int[] ReadDimensions(string path, Stream stream)
    {
        Span<byte> word = stackalloc byte[4];
        stream.ReadExactly(word);
        if (word is not [0, 0, 8, >= 1 and <= 4]) throw new DatasetException($"{path} is not an IDX file of bytes.");
        var dimensions = new int[word[3]];
        for (var i = 0; i < dimensions.Length; i++)
        {
            stream.ReadExactly(word);
            dimensions[i] = BinaryPrimitives.ReadInt32BigEndian(word);
        }

        return dimensions.Any(d => d < 0) ? throw new DatasetException($"{path} has a negative dimension.") : dimensions;
    }
}
