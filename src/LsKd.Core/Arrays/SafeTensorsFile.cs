using System.Buffers.Binary;
using System.Text.Json;
using LsKd.Core.Runs;

namespace LsKd.Core.Arrays;

/// <summary>One tensor's entry in a safetensors header.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Element type: F16, BF16, F32, F64, I32, I64, U8, BOOL ...</param>
/// <param name="Shape">Sizes, outermost first.</param>
/// <param name="Offset">First byte, from the start of the file.</param>
/// <param name="Bytes">Length in bytes.</param>
public sealed record TensorEntry(string Name, string Type, IReadOnlyList<long> Shape, long Offset, long Bytes);

/// <summary>
/// Reads and writes the safetensors format: an 8-byte little-endian header length, a JSON header, then the raw data in
/// C order, little-endian. A file appears whole or not at all (temporary name, then rename).
/// </summary>
public sealed class SafeTensorsFile
{
    private const int MaxHeader = 100_000_000;

    private SafeTensorsFile(string path, IReadOnlyDictionary<string, TensorEntry> tensors, IReadOnlyDictionary<string, string> metadata) =>
        (Path, Tensors, Metadata) = (path, tensors, metadata);

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Its tensors by name.</summary>
    public IReadOnlyDictionary<string, TensorEntry> Tensors { get; }

    /// <summary>Its free text metadata.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Size of an element of a type, in bytes.</summary>
    /// <exception cref="InvalidDataException">The type is unknown.</exception>
    public static int ElementSize(string type) => type switch
    {
        "F64" or "I64" or "U64" => 8,
        "F32" or "I32" or "U32" => 4,
        "F16" or "BF16" or "I16" or "U16" => 2,
        "U8" or "I8" or "BOOL" => 1,
        _ => throw new InvalidDataException($"element type '{type}' is not supported"),
    };

    /// <summary>Reads and checks the header; the data stay on disk.</summary>
    /// <exception cref="InvalidDataException">The file is torn or its header lies; the message names the file and the tensor.</exception>
    public static SafeTensorsFile Open(string path)
    {
        using var stream = File.OpenRead(path);
        try
        {
            return Parse(path, stream);
        }
        catch (Exception e) when (e is JsonException or InvalidDataException or EndOfStreamException or KeyNotFoundException
            or InvalidOperationException or FormatException or OverflowException)
        {
            throw new InvalidDataException($"'{path}' is not a whole safetensors file: {e.Message}", e);
        }
    }

    /// <summary>Reads one tensor's bytes.</summary>
    /// <exception cref="KeyNotFoundException">There is no such tensor.</exception>
    public byte[] ReadBytes(string name)
    {
        var entry = Tensors.TryGetValue(name, out var e) ? e : throw new KeyNotFoundException($"'{Path}' holds no tensor '{name}'");
        using var handle = File.OpenHandle(Path);
        var bytes = new byte[entry.Bytes];
        for (long done = 0; done < bytes.LongLength;)
        {
            var read = RandomAccess.Read(handle, bytes.AsSpan((int)done), entry.Offset + done);
            if (read == 0)
                throw new InvalidDataException($"'{Path}' ends inside tensor '{name}'");
            done += read;
        }
        return bytes;
    }

    /// <summary>Fills a buffer from one tensor's bytes, for tensors too large to read whole.</summary>
    /// <param name="name">The tensor.</param>
    /// <param name="offset">First byte, from the start of the tensor.</param>
    /// <param name="buffer">Receives as many bytes as it holds.</param>
    /// <exception cref="KeyNotFoundException">There is no such tensor.</exception>
    /// <exception cref="InvalidDataException">The file ends before the buffer is full.</exception>
    public void ReadInto(string name, long offset, Span<byte> buffer)
    {
        var entry = Tensors.TryGetValue(name, out var e) ? e : throw new KeyNotFoundException($"'{Path}' holds no tensor '{name}'");
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset + buffer.Length, entry.Bytes);
        using var handle = File.OpenHandle(Path);
        for (var done = 0; done < buffer.Length;)
        {
            var read = RandomAccess.Read(handle, buffer[done..], entry.Offset + offset + done);
            if (read == 0)
                throw new InvalidDataException($"'{Path}' ends inside tensor '{name}'");
            done += read;
        }
    }

    /// <summary>Reads a floating-point tensor of any width as single precision.</summary>
    public float[] ReadFloats(string name)
    {
        var bytes = ReadBytes(name);
        var type = Tensors[name].Type;
        var values = new float[bytes.Length / ElementSize(type)];
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)Element(type, bytes, i);
        return values;
    }

    /// <summary>Reads an integer tensor of 32 or 64 bits.</summary>
    public long[] ReadIntegers(string name)
    {
        var bytes = ReadBytes(name);
        var type = Tensors[name].Type;
        var size = ElementSize(type);
        var values = new long[bytes.Length / size];
        for (var i = 0; i < values.Length; i++)
            values[i] = type switch
            {
                "I64" => BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(i * 8)),
                "I32" => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(i * 4)),
                "U8" => bytes[i],
                _ => throw new InvalidDataException($"tensor '{name}' of '{Path}' has type {type}, not an integer"),
            };
        return values;
    }

    /// <summary>Writes a file, whole or not at all.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="tensors">Name, type, shape and raw little-endian bytes, in order.</param>
    /// <param name="metadata">Free text.</param>
    public static void Write(
        string path,
        IReadOnlyList<(string Name, string Type, long[] Shape, ReadOnlyMemory<byte> Data)> tensors,
        IReadOnlyDictionary<string, string>? metadata = null) =>
        WholeFile.Write(path, stream => Write(stream, tensors, metadata), durable: true);

    /// <summary>Writes the format to a stream, for instance a response.</summary>
    public static void Write(
        Stream stream,
        IReadOnlyList<(string Name, string Type, long[] Shape, ReadOnlyMemory<byte> Data)> tensors,
        IReadOnlyDictionary<string, string>? metadata = null)
    {
        var header = Header(tensors, metadata);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (var tensor in tensors)
            stream.Write(tensor.Data.Span);
    }

    private static SafeTensorsFile Parse(string path, FileStream stream)
    {
        Span<byte> prefix = stackalloc byte[8];
        stream.ReadExactly(prefix);
        var length = BinaryPrimitives.ReadInt64LittleEndian(prefix);
        if (length is < 2 or > MaxHeader || length > stream.Length - 8)
            throw new InvalidDataException($"its header claims {length} bytes of a file of {stream.Length}");
        var json = new byte[length];
        stream.ReadExactly(json);
        using var document = JsonDocument.Parse(json);
        var tensors = new Dictionary<string, TensorEntry>();
        var metadata = new Dictionary<string, string>();
        foreach (var member in document.RootElement.EnumerateObject())
        {
            if (member.Name == "__metadata__")
                foreach (var pair in member.Value.EnumerateObject())
                    metadata[pair.Name] = pair.Value.GetString() ?? "";
            else
                tensors.Add(member.Name, Entry(member, 8 + length, stream.Length));
        }
        return new SafeTensorsFile(path, tensors, metadata);
    }

    private static TensorEntry Entry(JsonProperty member, long dataStart, long fileLength)
    {
        var type = member.Value.GetProperty("dtype").GetString() ?? "";
        var shape = member.Value.GetProperty("shape").EnumerateArray().Select(d => d.GetInt64()).ToArray();
        var offsets = member.Value.GetProperty("data_offsets");
        var (begin, end) = (offsets[0].GetInt64(), offsets[1].GetInt64());
        if (shape.Any(d => d < 0))
            throw new InvalidDataException($"tensor '{member.Name}' has a negative size");
        var expected = checked(shape.Aggregate((long)ElementSize(type), (a, d) => checked(a * d)));
        if (begin < 0 || end < begin || end - begin != expected)
            throw new InvalidDataException($"tensor '{member.Name}' spans {end - begin} bytes, its shape and type need {expected}");
        if (dataStart + end > fileLength)
            throw new InvalidDataException($"tensor '{member.Name}' ends at byte {dataStart + end} of a file of {fileLength}");
        return new TensorEntry(member.Name, type, shape, dataStart + begin, expected);
    }

    internal static double Element(string type, ReadOnlySpan<byte> bytes, int index) => type switch
    {
        "F32" => BinaryPrimitives.ReadSingleLittleEndian(bytes[(index * 4)..]),
        "F64" => BinaryPrimitives.ReadDoubleLittleEndian(bytes[(index * 8)..]),
        "F16" => (double)BinaryPrimitives.ReadHalfLittleEndian(bytes[(index * 2)..]),
        "BF16" => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(bytes[(index * 2)..]) << 16),
        _ => throw new InvalidDataException($"type {type} is not a floating-point type"),
    };

    private static byte[] Header(
        IReadOnlyList<(string Name, string Type, long[] Shape, ReadOnlyMemory<byte> Data)> tensors,
        IReadOnlyDictionary<string, string>? metadata)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                writer.WriteStartObject("__metadata__");
                foreach (var (key, value) in metadata)
                    writer.WriteString(key, value);
                writer.WriteEndObject();
            }
            long offset = 0;
            foreach (var (name, type, shape, data) in tensors)
            {
                writer.WriteStartObject(name);
                writer.WriteString("dtype", type);
                writer.WriteStartArray("shape");
                foreach (var d in shape)
                    writer.WriteNumberValue(d);
                writer.WriteEndArray();
                writer.WriteStartArray("data_offsets");
                writer.WriteNumberValue(offset);
                writer.WriteNumberValue(offset += data.Length);
                writer.WriteEndArray();
                writer.WriteEndObject();
            }
            writer.WriteEndObject();
        }
        // Data start at a multiple of 8 bytes, as readers that map the file expect.
        while (buffer.Length % 8 != 0)
            buffer.WriteByte((byte)' ');
        return buffer.ToArray();
    }
}
