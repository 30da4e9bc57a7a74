using System.Runtime.InteropServices;
using LsKd.Core.Arrays;
using static TorchSharp.torch;

namespace LsKd.Learning.Tests.Analysis.Fakes;

/// <summary>Writes a reference bundle again, in another format or with one thing wrong.</summary>
internal static class Bundles
{
    private static readonly string[] Names = ["features", "weights", "bias", "labels", "logits", "student_logits"];

    public static void Write(
        string path, string floats = "F64", string integers = "I64", string? without = null, (string Name, long[] Shape)? reshape = null,
        (int Row, long Label)? labelAt = null, (string Name, double Value)? valueIn = null, string? names = null, string from = "metrics-a.safetensors")
    {
        var file = SafeTensorsFile.Open(GoldenValuesTests.PathOf(from));
        var tensors = Names.Where(n => n != without).Select(name =>
        {
            var values = Values(file, name);
            if (name == "labels" && labelAt is { } label)
                values[label.Row] = label.Label;
            if (valueIn is { } value && value.Name == name)
                values[^1] = value.Value;
            long[] shape = reshape is { } wrong && wrong.Name == name ? wrong.Shape : [.. file.Tensors[name].Shape];
            return (name, name == "labels" ? integers : floats, shape,
                (ReadOnlyMemory<byte>)Encode(values[..(int)shape.Aggregate(1L, (a, d) => a * d)], name == "labels" ? integers : floats));
        });
        SafeTensorsFile.Write(path, [.. tensors], names is null ? null : new Dictionary<string, string> { ["class_names"] = names });
    }

    private static double[] Values(SafeTensorsFile file, string name) => name == "labels"
        ? [.. file.ReadIntegers(name).Select(v => (double)v)]
        : MemoryMarshal.Cast<byte, double>(file.ReadBytes(name)).ToArray();

    private static byte[] Encode(double[] values, string type)
    {
        using var scope = NewDisposeScope();
        return tensor(values).to(type switch
        {
            "F64" => ScalarType.Float64,
            "F32" => ScalarType.Float32,
            "F16" => ScalarType.Float16,
            "BF16" => ScalarType.BFloat16,
            "I32" => ScalarType.Int32,
            _ => ScalarType.Int64,
        }).bytes.ToArray();
    }
}
