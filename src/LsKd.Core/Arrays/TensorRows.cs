using System.Runtime.InteropServices;

namespace LsKd.Core.Arrays;

/// <summary>Walks the rows of a large floating-point matrix in a safetensors file without holding it whole.</summary>
public static class TensorRows
{
    private const int BlockBytes = 4 << 20;

    /// <summary>Receives one row; the span is valid during the call alone.</summary>
    public delegate void RowReader(int index, ReadOnlySpan<float> row);

    /// <summary>Rows and columns of a matrix.</summary>
    /// <exception cref="InvalidDataException">There is no such tensor, or it is not a matrix.</exception>
    public static (int Rows, int Columns) Shape(SafeTensorsFile file, string name)
    {
        if (!file.Tensors.TryGetValue(name, out var entry))
            throw new InvalidDataException($"'{file.Path}' holds no tensor '{name}'");
        return entry.Shape is [var rows, var columns]
            ? (checked((int)rows), checked((int)columns))
            : throw new InvalidDataException($"tensor '{name}' of '{file.Path}' has {entry.Shape.Count} dimensions, not 2");
    }

    /// <summary>Calls <paramref name="reader"/> for every row, from the first to the last.</summary>
    /// <exception cref="InvalidDataException">The tensor is missing, not a matrix of floating-point numbers, or cut short.</exception>
    public static void ForEach(SafeTensorsFile file, string name, RowReader reader) =>
        ForEach(file, name, 0, Shape(file, name).Rows, reader);

    /// <summary>Calls <paramref name="reader"/> for <paramref name="count"/> rows from <paramref name="start"/> on.</summary>
    /// <exception cref="InvalidDataException">The tensor is missing, not a matrix of floating-point numbers, or cut short.</exception>
    public static void ForEach(SafeTensorsFile file, string name, int start, int count, RowReader reader)
    {
        var (rows, columns) = Shape(file, name);
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start + count, rows);
        var entry = file.Tensors[name];
        var rowBytes = columns * SafeTensorsFile.ElementSize(entry.Type);
        var perBlock = Math.Clamp(BlockBytes / Math.Max(1, rowBytes), 1, Math.Max(1, count));
        var buffer = new byte[perBlock * rowBytes];
        var values = new float[columns];
        using var handle = File.OpenHandle(file.Path);
        for (var first = start; first < start + count; first += perBlock)
        {
            var block = Math.Min(perBlock, start + count - first);
            Fill(handle, buffer.AsSpan(0, block * rowBytes), entry.Offset + (long)first * rowBytes, entry);
            for (var i = 0; i < block; i++)
                reader(first + i, Row(entry.Type, buffer.AsSpan(i * rowBytes, rowBytes), values));
        }
    }

    private static void Fill(Microsoft.Win32.SafeHandles.SafeFileHandle handle, Span<byte> buffer, long offset, TensorEntry entry)
    {
        for (var done = 0; done < buffer.Length;)
        {
            var read = RandomAccess.Read(handle, buffer[done..], offset + done);
            if (read == 0)
                throw new InvalidDataException($"the file ends inside tensor '{entry.Name}'");
            done += read;
        }
    }

    private static ReadOnlySpan<float> Row(string type, ReadOnlySpan<byte> bytes, float[] values)
    {
        if (type == "F32" && BitConverter.IsLittleEndian)
            return MemoryMarshal.Cast<byte, float>(bytes);
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)SafeTensorsFile.Element(type, bytes, i);
        return values;
    }
}
