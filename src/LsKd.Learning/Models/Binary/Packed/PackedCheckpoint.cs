using System.Runtime.InteropServices;
using LsKd.Core.Arrays;
using LsKd.Core.Specs;

namespace LsKd.Learning.Models.Binary.Packed;

/// <summary>What packing saved.</summary>
/// <param name="RealBytes">Size of the checkpoint with real weights.</param>
/// <param name="PackedBytes">Size of the packed file.</param>
/// <param name="BinaryWeights">Weights that take one bit each.</param>
/// <param name="RealWeights">Numbers that stay real: first convolution, shortcuts, normalisation, shifts, last layer.</param>
public sealed record PackedSizes(long RealBytes, long PackedBytes, long BinaryWeights, long RealWeights)
{
    /// <summary>How many times smaller the packed file is.</summary>
    public double Ratio => (double)RealBytes / PackedBytes;
}

/// <summary>
/// A binary network's checkpoint with one bit a weight: <c>NAME.bits</c> (U8, [outputs, 9, ceil(inputs / 8)]) and <c>NAME.scale</c>
/// (F32, [outputs]) instead of each binary convolution's <c>NAME</c>; all else stays as it is. Needs no libtorch.
/// </summary>
public static class PackedCheckpoint
{
    /// <summary>Metadata key that tells a packed file.</summary>
    public const string FormatKey = "packed_format";

    /// <summary>Ending of a tensor of packed signs.</summary>
    public const string BitsSuffix = ".bits";

    /// <summary>Ending of a tensor of scales.</summary>
    public const string ScaleSuffix = ".scale";

    private const string Weight = ".weight";
    private static readonly string[] BinaryModels = ["reactnet18", "reactnet-small"];

    /// <summary>Whether a model's checkpoints can be packed.</summary>
    public static bool Packs(string model) => BinaryModels.Contains(model);

    /// <summary>Writes a checkpoint in packed form, whole or not at all.</summary>
    /// <param name="checkpoint">A binary network's checkpoint.</param>
    /// <param name="path">The packed file.</param>
    /// <exception cref="InvalidDataException">The checkpoint is torn, or not of a binary network.</exception>
    public static PackedSizes Write(string checkpoint, string path)
    {
        var parts = Pack(checkpoint);
        SafeTensorsFile.Write(path, parts.Tensors, parts.Metadata);
        return new PackedSizes(new FileInfo(checkpoint).Length, new FileInfo(path).Length, parts.Binary, parts.Real);
    }

    /// <summary>Packs a checkpoint in memory: the file's content, at its beginning, and the sizes.</summary>
    /// <param name="checkpoint">A binary network's checkpoint.</param>
    /// <exception cref="InvalidDataException">The checkpoint is torn, or not of a binary network.</exception>
    public static (MemoryStream Content, PackedSizes Sizes) InMemory(string checkpoint)
    {
        var parts = Pack(checkpoint);
        var content = new MemoryStream();
        SafeTensorsFile.Write(content, parts.Tensors, parts.Metadata);
        content.Position = 0;
        return (content, new PackedSizes(new FileInfo(checkpoint).Length, content.Length, parts.Binary, parts.Real));
    }

    private static Parts Pack(string checkpoint)
    {
        var file = SafeTensorsFile.Open(checkpoint);
        CheckModel(file);
        var (tensors, binary, real) = (new List<(string, string, long[], ReadOnlyMemory<byte>)>(), 0L, 0L);
        foreach (var entry in file.Tensors.Values.OrderBy(t => t.Offset))
        {
            var count = entry.Shape.Aggregate(1L, (a, d) => a * d);
            if (IsBinary(file, entry))
            {
                tensors.AddRange(Pack(file, entry));
                binary += count;
            }
            else
            {
                tensors.Add((entry.Name, entry.Type, [.. entry.Shape], file.ReadBytes(entry.Name)));
                real += count;
            }
        }
        return new Parts(tensors, new Dictionary<string, string>(file.Metadata) { [FormatKey] = "1" }, binary, real);
    }

    private static void CheckModel(SafeTensorsFile file)
    {
        if (!file.Metadata.TryGetValue("spec", out var json))
            throw new InvalidDataException($"'{file.Path}' says nothing of the run it comes from");
        var name = SpecJson.Read(json).Model.Name;
        if (!BinaryModels.Contains(name))
            throw new InvalidDataException($"'{file.Path}' is a checkpoint of {name}; only {string.Join(" and ", BinaryModels)} have binary weights");
    }

    // A binary convolution is what has a shift beside its weight.
    private static bool IsBinary(SafeTensorsFile file, TensorEntry entry) =>
        entry.Name.EndsWith(Weight, StringComparison.Ordinal) && file.Tensors.ContainsKey(entry.Name[..^Weight.Length] + ".shift");

    private static (string, string, long[], ReadOnlyMemory<byte>)[] Pack(SafeTensorsFile file, TensorEntry entry)
    {
        var (outputs, inputs) = ((int)entry.Shape[0], (int)entry.Shape[1]);
        var packed = PackedWeights.Pack(file.ReadFloats(entry.Name), outputs, inputs);
        return
        [
            (entry.Name + BitsSuffix, "U8", [outputs, PackedWeights.Taps, packed.BytesPerTap], packed.Bits),
            (entry.Name + ScaleSuffix, "F32", [outputs], MemoryMarshal.AsBytes(packed.Scales.AsSpan()).ToArray()),
        ];
    }

    private sealed record Parts(
        IReadOnlyList<(string Name, string Type, long[] Shape, ReadOnlyMemory<byte> Data)> Tensors, IReadOnlyDictionary<string, string> Metadata,
        long Binary, long Real);
}
