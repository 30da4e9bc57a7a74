using System.CommandLine;
using System.Text.Json;
using LsKd.Benchmarks.Shared;
using LsKd.Core.Specs;
using LsKd.Learning.Data;
using LsKd.Learning.Data.Stored;
using LsKd.Learning.Models;
using LsKd.Learning.Native;
using LsKd.Learning.Training.Optimizers;
using SkiaSharp;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Benchmarks.Data;

/// <summary>
/// <c>pipeline</c>: images per second of the input pipeline alone (read, augmented, normalised, as tensors) and its share
/// of a ResNet-20 training step at batch 128, both in processor time; and of decoding photographs with random resized crops.
/// </summary>
internal static class PipelineBenchmark
{
    private const int Batch = 128, Images = 128 * 40, Classes = 10, Photographs = 128;
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON document." };
    private static readonly Option<int> Threads = new("--threads") { DefaultValueFactory = _ => 1, Description = "Threads of the training step." };
    private static readonly Option<int> Rounds = new("--rounds") { DefaultValueFactory = _ => 5, Description = "Rounds; the best counts." };

    private static readonly (string Name, string[] Augmentations)[] Settings =
    [
        ("none", []), ("crop+flip", ["crop", "flip"]), ("crop+flip+cutmix", ["crop", "flip", "cutmix"]), ("crop+flip+mixup", ["crop", "flip", "mixup"]),
        ("crop+flip+jitter", ["crop", "flip", "jitter"]), ("crop+flip+rand-augment", ["crop", "flip", "rand-augment"]),
        ("resized-crop+flip", ["resized-crop", "flip"]),
    ];

    public static Command Create()
    {
        var command = new Command("pipeline", "The input pipeline alone, and as a share of a training step.");
        command.Options.Add(Json);
        command.Options.Add(Threads);
        command.Options.Add(Rounds);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var rounds = parsed.GetValue(Rounds);
        set_num_threads(parsed.GetValue(Threads));
        var set = Cifar();
        var step = StepSeconds(set, rounds);
        var results = Settings.Select(s => Measure(s.Name, new(set, Spec(s.Augmentations)), rounds, step)).ToList();
        results.Add(new("JPEG 500x375 to 224, resized-crop+flip", 1 / PhotographSeconds(rounds), null));
        if (parsed.GetValue(Json)) Console.WriteLine(JsonSerializer.Serialize(new { stepProcessorMilliseconds = step * 1e3, batch = Batch, threads = parsed.GetValue(Threads), settings = results }, JsonSerializerOptions.Web));
        else Print(step, parsed.GetValue(Threads), results);
        return 0;
    }

    private static void Print(double step, int threads, List<Result> results)
    {
        Console.WriteLine($"ResNet-20 step, batch {Batch}, channels-last, {threads} thread(s): {step * 1e3:F0} ms of processor time");
        foreach (var r in results)
            Console.WriteLine($"{r.Setting,-40}{r.ImagesPerSecond,10:F0} images/s{(r.ShareOfStep is { } share ? $"{share,9:P2} of the step" : "")}");
    }

    private static DataSpec Spec(string[] augmentations) =>
        new() { Augmentations = [.. augmentations.Select(name => new AugmentationSpec { Name = name })], ValidationFraction = 0 };

    private static StoredSet Cifar()
    {
        var pixels = new byte[(Images + Classes) * 3 * 32 * 32];
        new Random(0).NextBytes(pixels);
        return new()
        {
            Name = "random",
            ClassNames = [.. Enumerable.Range(0, Classes).Select(k => $"class {k}")],
            Labels = [.. Enumerable.Range(0, Images + Classes).Select(i => i % Classes)],
            Parts = [.. Enumerable.Range(0, Images + Classes).Select(i => i < Images ? Part.Train : Part.Test)],
            Pixels = new MemoryPixels((3, 32, 32), pixels),
            Normalisation = Normalisation.ImageNet,
        };
    }

    private static Result Measure(string name, ImageSource source, int rounds, double step)
    {
        using var owned = source;
        Pass(owned, 1);
        var rate = Images / Clock.Best(rounds, () => Pass(owned, 1));
        var processor = Clock.BestProcessor(rounds, () => Pass(owned, 1)) * Batch / Images;
        return new(name, rate, processor / step);
    }

    private static void Pass(IImageSource source, int epoch)
    {
        foreach (var batch in source.TrainingEpoch(epoch, Batch, 0)) batch.Dispose();
    }

    private static double StepSeconds(StoredSet set, int rounds)
    {
        using var source = new ImageSource(set, Spec([]));
        using var network = ModelFactory.Create(new ModelSpec { Name = "resnet20" }, 3, 32, Classes, 0);
        MemoryLayout.UseChannelsLast(network);
        using var optimizer = OptimizerFactory.Create(network, new OptimizerSpec());
        using var batch = source.TrainingEpoch(1, Batch, 0).First();
        void Step()
        {
            using var scope = NewDisposeScope();
            var loss = nn.functional.cross_entropy(network.forward(MemoryLayout.ChannelsLast(batch.Images)), batch.Labels);
            loss.backward();
            optimizer.Step(0.1);
            optimizer.ClearGradients();
        }

        network.train();
        Step();
        return Clock.BestProcessor(2 * rounds, Step);
    }

    private static double PhotographSeconds(int rounds)
    {
        var folder = Directory.CreateTempSubdirectory("lskd-photographs-").FullName;
        try
        {
            WritePhotographs(folder);
            using var source = ImageSourceFactory.Open(Spec(["resized-crop", "flip"]) with { Dataset = "image-folder", Path = folder }, null);
            return Clock.Best(rounds, () => Pass(source, 1)) / source.Count(Core.Runs.Split.Train);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Smoothed noise at a quality of 90 takes about as many bytes as a photograph.
    private static void WritePhotographs(string folder)
    {
        for (var i = 0; i < Photographs; i++)
        {
            using var small = new SKBitmap(new SKImageInfo(125, 94, SKColorType.Rgba8888, SKAlphaType.Opaque));
            var random = new Random(i);
            small.Pixels = [.. Enumerable.Range(0, 125 * 94).Select(_ => new SKColor((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256)))];
            using var photograph = small.Resize(new SKImageInfo(500, 375), SKFilterQuality.High);
            using var data = photograph.Encode(SKEncodedImageFormat.Jpeg, 90);
            Directory.CreateDirectory(Path.Combine(folder, $"{i % 2}"));
            File.WriteAllBytes(Path.Combine(folder, $"{i % 2}", $"{i}.jpg"), data.ToArray());
        }
    }

    /// <summary>One setting's figures.</summary>
    private sealed record Result(string Setting, double ImagesPerSecond, double? ShareOfStep);
}
