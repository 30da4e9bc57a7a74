using LsKd.Core.Arrays;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Checkpoints;

/// <summary>Tensors to and from safetensors files, bit for bit.</summary>
public static class TensorFiles
{
    /// <summary>Writes named tensors, whole or not at all; any layout and device.</summary>
    public static void Write(
        string path, IEnumerable<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        SafeTensorsFile.Write(path, [.. tensors.Select(t => Entry(t.Key, t.Value))], metadata);
    }

    /// <summary>A tensor of a file, on the CPU, in the caller's dispose scope.</summary>
    /// <exception cref="KeyNotFoundException">The file has no such tensor.</exception>
    public static Tensor Read(SafeTensorsFile file, string name)
    {
        var bytes = file.ReadBytes(name);
        var entry = file.Tensors[name];
        var tensor = empty([.. entry.Shape], TypeOf(entry.Type));
        bytes.CopyTo(tensor.bytes);
        return tensor;
    }

    /// <summary>Copies a file's tensors into tensors of the same names and shapes.</summary>
    /// <param name="file">The file.</param>
    /// <param name="targets">Where to, by name.</param>
    /// <param name="prefix">What the file puts before each name.</param>
    /// <exception cref="InvalidDataException">A tensor is missing or has another shape; the message names it.</exception>
    public static void CopyInto(SafeTensorsFile file, IEnumerable<KeyValuePair<string, Tensor>> targets, string prefix = "")
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        foreach (var (name, target) in targets)
        {
            CheckShape(file, prefix + name, target);
            target.copy_(Read(file, prefix + name));
        }
    }

    private static void CheckShape(SafeTensorsFile file, string name, Tensor target)
    {
        if (!file.Tensors.TryGetValue(name, out var entry))
            throw new InvalidDataException($"'{file.Path}' lacks the tensor '{name}', which this network has");
        if (!entry.Shape.SequenceEqual(target.shape))
            throw new InvalidDataException(
                $"tensor '{name}' of '{file.Path}' has shape [{string.Join(", ", entry.Shape)}], this network needs [{string.Join(", ", target.shape)}]");
    }

    private static (string, string, long[], ReadOnlyMemory<byte>) Entry(string name, Tensor tensor)
    {
        using var dense = tensor.detach().cpu().contiguous();
        return (name, NameOf(dense.dtype), dense.shape, dense.bytes.ToArray());
    }

    private static string NameOf(ScalarType type) => type switch
    {
        ScalarType.Float32 => "F32",
        ScalarType.Float64 => "F64",
        ScalarType.Float16 => "F16",
        ScalarType.BFloat16 => "BF16",
        ScalarType.Int64 => "I64",
        ScalarType.Int32 => "I32",
        ScalarType.Byte => "U8",
        ScalarType.Bool => "BOOL",
        _ => throw new NotSupportedException($"tensors of type {type} are not stored"),
    };

    private static ScalarType TypeOf(string name) => name switch
    {
        "F32" => ScalarType.Float32,
        "F64" => ScalarType.Float64,
        "F16" => ScalarType.Float16,
        "BF16" => ScalarType.BFloat16,
        "I64" => ScalarType.Int64,
        "I32" => ScalarType.Int32,
        "U8" => ScalarType.Byte,
        "BOOL" => ScalarType.Bool,
        _ => throw new InvalidDataException($"element type '{name}' is not supported"),
    };
}
