using System.Runtime.InteropServices;
using LsKd.Core.Arrays;

namespace LsKd.Core.Tests.Analysis;

public sealed class TensorRowsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("lskd-rows-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("F32")]
    [InlineData("F64")]
    public void Every_row_comes_once_in_order_whatever_the_width(string type)
    {
        var file = Write(type, 1000, 3);
        var seen = new List<float>();
        TensorRows.ForEach(file, "m", (i, row) =>
        {
            Assert.Equal(i, seen.Count);
            seen.Add(row[0]);
        });
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => 3f * i), seen);
    }

    [Fact]
    public void A_part_of_the_rows_can_be_read_alone()
    {
        var file = Write("F32", 100, 3);
        var seen = new List<int>();
        TensorRows.ForEach(file, "m", 40, 2, (i, row) => seen.Add(i * 100 + (int)row[1]));
        Assert.Equal([40 * 100 + 121, 41 * 100 + 124], seen);
    }

    [Fact]
    public void What_is_no_matrix_is_refused_by_its_name()
    {
        var path = Path.Combine(folder, "v.safetensors");
        SafeTensorsFile.Write(path, [("v", "F32", [2], new byte[8])]);
        var file = SafeTensorsFile.Open(path);
        Assert.Contains("'v'", Assert.Throws<InvalidDataException>(() => TensorRows.ForEach(file, "v", (_, _) => { })).Message, StringComparison.Ordinal);
        Assert.Contains("'w'", Assert.Throws<InvalidDataException>(() => TensorRows.Shape(file, "w")).Message, StringComparison.Ordinal);
    }

    private SafeTensorsFile Write(string type, int rows, int columns)
    {
        var path = Path.Combine(folder, $"{type}.safetensors");
        var values = Enumerable.Range(0, rows * columns);
        byte[] data = type == "F32"
            ? MemoryMarshal.AsBytes<float>(values.Select(v => (float)v).ToArray()).ToArray()
            : MemoryMarshal.AsBytes<double>(values.Select(v => (double)v).ToArray()).ToArray();
        SafeTensorsFile.Write(path, [("m", type, [rows, columns], data)]);
        return SafeTensorsFile.Open(path);
    }
}
