using System.Buffers.Binary;
using System.Text;
using LsKd.Core.Arrays;

namespace LsKd.Core.Tests.Arrays;

public sealed class SafeTensorsFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("lskd-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void What_is_written_is_read_back_with_shape_type_and_metadata()
    {
        var path = Write();
        var file = SafeTensorsFile.Open(path);
        Assert.Equal([2L, 2L], file.Tensors["w"].Shape);
        Assert.Equal([1f, 2f, 3f, -4.5f], file.ReadFloats("w"));
        Assert.Equal([7L, -1L], file.ReadIntegers("labels"));
        Assert.Equal("[\"a\",\"b\"]", file.Metadata["class_names"]);
    }

    [Theory]
    [InlineData("F16", new byte[] { 0x00, 0x3e }, 1.5f)]
    [InlineData("BF16", new byte[] { 0xc0, 0x3f }, 1.5f)]
    [InlineData("F64", new byte[] { 0, 0, 0, 0, 0, 0, 0xf8, 0x3f }, 1.5f)]
    public void Every_floating_point_width_reads_as_single_precision(string type, byte[] bytes, float expected)
    {
        var path = Path.Combine(folder, "t.safetensors");
        SafeTensorsFile.Write(path, [("x", type, [1], bytes)]);
        Assert.Equal([expected], SafeTensorsFile.Open(path).ReadFloats("x"));
    }

    [Fact]
    public void A_file_cut_short_is_refused_by_the_name_of_the_tensor()
    {
        var path = Write();
        using (var stream = File.OpenWrite(path))
            stream.SetLength(stream.Length - 1);
        var error = Assert.Throws<InvalidDataException>(() => SafeTensorsFile.Open(path));
        Assert.Contains("'labels'", error.Message);
        Assert.Contains(path, error.Message);
    }

    [Fact]
    public void A_header_that_lies_about_its_size_is_refused()
    {
        var path = Write();
        var bytes = File.ReadAllBytes(path);
        BinaryPrimitives.WriteInt64LittleEndian(bytes, long.MaxValue);
        File.WriteAllBytes(path, bytes);
        Assert.Contains("header claims", Assert.Throws<InvalidDataException>(() => SafeTensorsFile.Open(path)).Message);
    }

    [Theory]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", "'x'")]
    [InlineData("""{"x":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", "'x'")]
    [InlineData("""{"x":{"dtype":"Q7","shape":[1],"data_offsets":[0,4]}}""", "Q7")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1]}}""", "not a whole safetensors file")]
    [InlineData("not json", "not a whole safetensors file")]
    public void A_header_that_contradicts_itself_is_refused(string header, string says)
    {
        var path = Path.Combine(folder, "bad.safetensors");
        var json = Encoding.UTF8.GetBytes(header);
        var bytes = new byte[8 + json.Length + 4];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, json.Length);
        json.CopyTo(bytes, 8);
        File.WriteAllBytes(path, bytes);
        Assert.Contains(says, Assert.Throws<InvalidDataException>(() => SafeTensorsFile.Open(path)).Message);
    }

    [Fact]
    public void Writing_leaves_no_temporary_file_behind()
    {
        Write();
        Assert.Single(Directory.GetFiles(folder));
    }

    private string Write()
    {
        var path = Path.Combine(folder, "a.safetensors");
        var weights = new byte[16];
        float[] values = [1, 2, 3, -4.5f];
        Buffer.BlockCopy(values, 0, weights, 0, 16);
        var labels = new byte[16];
        BinaryPrimitives.WriteInt64LittleEndian(labels, 7);
        BinaryPrimitives.WriteInt64LittleEndian(labels.AsSpan(8), -1);
        SafeTensorsFile.Write(
            path, [("w", "F32", [2, 2], weights), ("labels", "I64", [2], labels)],
            new Dictionary<string, string> { ["class_names"] = "[\"a\",\"b\"]" });
        return path;
    }
}
