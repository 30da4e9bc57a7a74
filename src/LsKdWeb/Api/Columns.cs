using System.Runtime.InteropServices;
using LsKd.Core.Arrays;

namespace LsKdWeb.Api;

/// <summary>Gathers columns of numbers into one binary answer in the safetensors format, which the browser reads without copying.</summary>
internal sealed class Columns
{
    /// <summary>Media type of the answer.</summary>
    public const string MediaType = "application/octet-stream";

    private readonly List<(string Name, string Type, long[] Shape, ReadOnlyMemory<byte> Data)> columns = [];

    /// <summary>Free text that goes along.</summary>
    public Dictionary<string, string> Metadata { get; } = [];

    /// <summary>Adds 64-bit integers. They come first, so that their bytes lie where a reader can map them.</summary>
    public void Add(string name, ReadOnlySpan<long> values) => Add(name, "I64", values.Length, MemoryMarshal.AsBytes(values));

    /// <summary>Adds doubles.</summary>
    public void Add(string name, ReadOnlySpan<double> values) => Add(name, "F64", values.Length, MemoryMarshal.AsBytes(values));

    /// <summary>Adds single-precision numbers.</summary>
    public void Add(string name, ReadOnlySpan<float> values) => Add(name, "F32", values.Length, MemoryMarshal.AsBytes(values));

    /// <summary>Adds small whole numbers: one byte each where all fit, else four.</summary>
    public void AddSmall(string name, ReadOnlySpan<int> values)
    {
        foreach (var value in values)
            if (value is < 0 or > byte.MaxValue)
            {
                Add(name, "I32", values.Length, MemoryMarshal.AsBytes(values));
                return;
            }
        var bytes = new byte[values.Length];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)values[i];
        Add(name, "U8", bytes.Length, bytes);
    }

    /// <summary>The whole answer.</summary>
    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        SafeTensorsFile.Write(stream, columns, Metadata);
        return stream.ToArray();
    }

    /// <summary>The whole answer as a response.</summary>
    public IResult ToResult() => Results.Bytes(ToBytes(), MediaType);

    private void Add(string name, string type, long length, ReadOnlySpan<byte> data) => columns.Add((name, type, [length], data.ToArray()));
}
