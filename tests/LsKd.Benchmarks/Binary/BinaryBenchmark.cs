using System.CommandLine;
using System.Text.Json;
using LsKd.Benchmarks.Shared;
using LsKd.Learning.Models.Binary.Packed;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Benchmarks.Binary;

/// <summary>
/// <c>binary</c>: nanoseconds per image of the binary convolutions of ReActNet on one thread, by counting bits and by libtorch.
/// Counting includes shift, sign and packing; libtorch gets ready-made signs and weights and its faster layout, in batches.
/// </summary>
internal static class BinaryBenchmark
{
    private const int Batch = 16;

    private static readonly (string Net, int Inputs, int Outputs, int Stride, int Side)[] Layers =
    [
        ("reactnet-small", 32, 32, 1, 28), ("reactnet-small", 32, 64, 2, 28), ("reactnet-small", 64, 64, 1, 14),
        ("reactnet-small", 64, 128, 2, 14), ("reactnet-small", 128, 128, 1, 7),
        ("reactnet18", 64, 64, 1, 56), ("reactnet18", 128, 128, 1, 28), ("reactnet18", 256, 256, 1, 14), ("reactnet18", 512, 512, 1, 7),
    ];

    private static readonly Option<bool> Json = new("--json") { Description = "One JSON document." };
    private static readonly Option<int> Rounds = new("--rounds") { DefaultValueFactory = _ => 5, Description = "Alternating rounds; the best of each side counts." };

    public static Command Create()
    {
        var command = new Command("binary", "Binary convolutions by counting bits against libtorch, one thread.");
        command.Options.Add(Json);
        command.Options.Add(Rounds);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        set_num_threads(1);
        foreach (var layer in Layers.Concat(Layers))
            Measure(layer, 1);
        var rows = Layers.Select(layer => Measure(layer, parsed.GetValue(Rounds))).ToList();
        var nets = rows.GroupBy(r => r.Net).ToDictionary(g => g.Key, g => g.Sum(r => r.FloatNs) / g.Sum(r => r.PackedNs));
        if (parsed.GetValue(Json))
            Console.WriteLine(JsonSerializer.Serialize(new { threads = 1, batch = Batch, layers = rows, ratio = nets }, JsonSerializerOptions.Web));
        else
            foreach (var row in rows)
                Console.WriteLine($"{row.Net,-16}{row.Layer,-22} packed {row.PackedNs,10:F0} ns, libtorch {row.FloatNs,10:F0} ns, ratio {row.Ratio:F2}");
        if (!parsed.GetValue(Json))
            foreach (var (net, ratio) in nets)
                Console.WriteLine($"{net}: all its binary convolutions together {ratio:F2} times faster than libtorch");
        return 0;
    }

    private static Row Measure((string Net, int Inputs, int Outputs, int Stride, int Side) layer, int rounds)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var latent = randn(layer.Outputs, layer.Inputs, 3, 3);
        var images = randn(Batch, layer.Inputs, layer.Side, layer.Side);
        var packed = new PackedConv(
            PackedWeights.Pack(latent.data<float>().ToArray(), layer.Outputs, layer.Inputs), new float[layer.Inputs], layer.Stride);
        var maps = Images(images, layer.Side, layer.Inputs);
        var (signs, weights) = (Signs(images), Signs(latent));
        var (lastSigns, lastWeights) = (ChannelsLast(signs), ChannelsLast(weights));
        var (packedBest, floatBest) = (double.MaxValue, double.MaxValue);
        for (var round = 0; round < rounds; round++)
        {
            packedBest = Math.Min(packedBest, Clock.Best(3, () => Array.ForEach(maps, m => packed.Run(m))));
            floatBest = Math.Min(floatBest, Clock.Best(3, () => Convolve(signs, weights, layer.Stride)));
            floatBest = Math.Min(floatBest, Clock.Best(3, () => Convolve(lastSigns, lastWeights, layer.Stride)));
        }
        return new Row(layer.Net, $"{layer.Inputs}-{layer.Outputs} /{layer.Stride} {layer.Side}x{layer.Side}",
            packedBest * 1e9 / Batch, floatBest * 1e9 / Batch);
    }

    private static Maps[] Images(Tensor images, int side, int channels) =>
        [.. Enumerable.Range(0, Batch).Select(i => new Maps(side, side, channels, images[i].permute(1, 2, 0).contiguous().data<float>().ToArray()))];

    private static Tensor Signs(Tensor x) => x.ge(0).to(ScalarType.Float32).mul(2).sub(1);

    private static Tensor ChannelsLast(Tensor x) => x.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);

    private static void Convolve(Tensor signs, Tensor weights, int stride)
    {
        using var result = nn.functional.conv2d(signs, weights, strides: [stride, stride], padding: [1, 1]);
    }

    /// <param name="Net">Where the layer occurs.</param>
    /// <param name="Layer">Channels, stride and size of its input.</param>
    /// <param name="PackedNs">Nanoseconds per image by counting bits.</param>
    /// <param name="FloatNs">Nanoseconds per image in libtorch.</param>
    private sealed record Row(string Net, string Layer, double PackedNs, double FloatNs)
    {
        public double Ratio => FloatNs / PackedNs;
    }
}
