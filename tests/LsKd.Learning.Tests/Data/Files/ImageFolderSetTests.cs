using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Learning.Data;
using SkiaSharp;
using TorchSharp;

namespace LsKd.Learning.Tests.Data.Files;

public class ImageFolderSetTests
{
    private static readonly SKColor[] Colours = [SKColors.Red, SKColors.Lime, SKColors.Blue];
    private static readonly string[] Endings = ["jpg", "png", "webp"];
    private static readonly SKEncodedImageFormat[] Formats = [SKEncodedImageFormat.Jpeg, SKEncodedImageFormat.Png, SKEncodedImageFormat.Webp];

    [Fact]
    public void Class_folders_alone_are_split_by_seed()
    {
        using var folder = Classes("", 20);
        using var source = Open(folder, new() { TestFraction = 0.2, ValidationFraction = 0.25 });

        Assert.Equal(["a", "b", "c"], source.ClassNames);
        Assert.Equal((36, 12, 12), (source.Count(Split.Train), source.Count(Split.Validation), source.Count(Split.Test)));
        Assert.Equal(60, Enum.GetValues<Split>().SelectMany(source.SampleIds).Distinct().Count());
    }

    [Fact]
    public void JPEG_PNG_and_WebP_are_decoded_to_normalised_colour()
    {
        using var scope = torch.NewDisposeScope();
        using var folder = Classes("", 6);
        using var source = Open(folder, new() { ImageSize = 16 });
        using var batch = source.InOrder(Split.Train, 100).Single();

        Assert.Equal((3, 16, 16), source.Shape);
        for (var i = 0; i < batch.Positions.Count; i++)
        {
            // The channel of the class's colour is at its maximum, the others at their minimum.
            var channels = batch.Images[i].mean([1, 2]).data<float>().ToArray();
            var label = source.Labels(Split.Train)[i];
            Assert.Equal(label, Array.IndexOf(channels, channels.Max()));
            Assert.InRange(channels[label], 2.1, 2.7);
        }
    }

    [Fact]
    public void Named_parts_keep_their_samples()
    {
        using var folder = Classes("train/", 5);
        AddClasses(folder, "validation/", 2);
        AddClasses(folder, "test/", 3);
        using var source = Open(folder, new());

        Assert.Equal((15, 6, 9), (source.Count(Split.Train), source.Count(Split.Validation), source.Count(Split.Test)));
    }

    [Fact]
    public void A_validation_part_without_test_part_is_reported_and_validation_is_split_off()
    {
        using var folder = Classes("train/", 10);
        AddClasses(folder, "val/", 2);
        using var source = Open(folder, new() { ValidationFraction = 0.1 });

        Assert.Equal((27, 3, 6), (source.Count(Split.Train), source.Count(Split.Validation), source.Count(Split.Test)));
    }

    [Fact]
    public void Tiny_ImageNet_is_read_as_published()
    {
        using var folder = new TemporaryFolder();
        foreach (var (k, id) in new[] { "n01443537", "n01629819" }.Index())
            for (var i = 0; i < 4; i++) folder.WriteImage($"tiny-imagenet-200/train/{id}/images/{id}_{i}.JPEG", Colours[k], 64, 64);
        for (var i = 0; i < 3; i++) folder.WriteImage($"tiny-imagenet-200/val/images/val_{i}.JPEG", Colours[1], 64, 64);
        folder.WriteImage("tiny-imagenet-200/test/images/test_0.JPEG", Colours[0], 64, 64);
        folder.WriteLines("tiny-imagenet-200/val/val_annotations.txt", Enumerable.Range(0, 3).Select(i => $"val_{i}.JPEG\tn01629819\t0\t0\t62\t57"));
        folder.WriteLines("tiny-imagenet-200/words.txt", "n01443537\tgoldfish, Carassius auratus", "n01629819\tEuropean fire salamander, Salamandra salamandra");

        using var source = ImageSourceFactory.Open(new() { Dataset = "tiny-imagenet", Path = folder.Root, ValidationFraction = 0.25 }, null);

        Assert.Equal((3, 64, 64), source.Shape);
        Assert.Equal(["goldfish", "European fire salamander"], source.ClassNames);
        Assert.Equal((6, 2, 3), (source.Count(Split.Train), source.Count(Split.Validation), source.Count(Split.Test)));
        Assert.All(source.Labels(Split.Test), l => Assert.Equal(1, l));
    }

    [Fact]
    public void A_test_class_that_was_never_trained_is_refused_by_name()
    {
        using var folder = Classes("train/", 3);
        folder.WriteImage("test/a/x.png", SKColors.Red, format: SKEncodedImageFormat.Png);
        folder.WriteImage("test/zebra/x.png", SKColors.Red, format: SKEncodedImageFormat.Png);

        Assert.Contains("zebra", Assert.Throws<DatasetException>(() => Open(folder, new())).Message);
    }

    [Fact]
    public void An_empty_folder_is_refused()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("class folders", Assert.Throws<DatasetException>(() => Open(folder, new())).Message);
    }

    [Fact]
    public void A_bad_file_is_named_and_its_sample_left_out()
    {
        using var folder = Classes("train/", 10);
        AddClasses(folder, "test/", 3);
        folder.Write("train/a/broken.jpg", [.. "this is not an image"u8]);
        var cut = File.ReadAllBytes(folder.Path("train/b/1.png"));
        File.WriteAllBytes(folder.Path("train/b/1.png"), cut[..(cut.Length / 2)]);
        var told = new System.Collections.Concurrent.ConcurrentQueue<string>();
        var spec = new DataSpec { ValidationFraction = 0, BadFileLimit = 0.1, Augmentations = [new() { Name = "resized-crop" }] };
        using var source = Open(folder, spec, bad => told.Enqueue(bad.Path));

        var positions = Positions(source.TrainingEpoch(1, 8, 0)).ToArray();
        var again = Positions(source.TrainingEpoch(2, 8, 0)).Order();

        Assert.Equal(31, source.Count(Split.Train));
        Assert.Equal(29, positions.Distinct().Count());
        Assert.Equal(positions.Order(), again);
        Assert.Equal([folder.Path("train/a/broken.jpg"), folder.Path("train/b/1.png")], source.BadFiles.Select(f => f.Path));
        Assert.Equal(source.BadFiles.Select(f => f.Path), told.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void More_bad_files_than_the_limit_stop_the_run_and_name_one()
    {
        using var folder = Classes("train/", 5);
        AddClasses(folder, "test/", 3);
        for (var i = 0; i < 3; i++) folder.Write($"train/a/{i}.jpg", 1, 2, 3);
        using var source = Open(folder, new() { ValidationFraction = 0, BadFileLimit = 0.05 });

        var error = Assert.Throws<DatasetException>(() => Positions(source.TrainingEpoch(1, 4, 0)).Count());
        Assert.Contains(".jpg (it is not an image", error.Message);
        Assert.Contains("data.badFileLimit (0.05)", error.Message);
    }

    [Fact]
    public void Streaming_draws_the_same_crops_again()
    {
        using var folder = Classes("", 8);
        var spec = new DataSpec { ImageSize = 24, Augmentations = [new() { Name = "resized-crop" }, new() { Name = "flip" }, new() { Name = "jitter" }] };
        using IImageSource first = Open(folder, spec), second = Open(folder, spec);
        foreach (var batch in first.TrainingEpoch(1, 4, 3)) batch.Dispose();

        Assert.Equal(Pixels(first.TrainingEpoch(2, 4, 3)), Pixels(second.TrainingEpoch(2, 4, 3)));
    }

    [Fact]
    public void A_reader_that_leaves_early_stops_the_pipeline_and_leaves_no_tensor_behind()
    {
        using var folder = Classes("", 20);
        using var source = Open(folder, new() { ImageSize = 16 });
        var before = LiveTensors.Baseline();

        for (var i = 0; i < 3; i++)
        {
            using var batch = source.TrainingEpoch(1, 2, 0).First();
        }

        Assert.Equal(before, torch.Tensor.TotalCount);
    }

    [Fact]
    public void A_large_JPEG_is_decoded_at_a_fraction_to_the_same_picture()
    {
        using var scope = torch.NewDisposeScope();
        using var folder = new TemporaryFolder();
        var gradient = Gradient(640, 480);
        foreach (var name in new[] { "a", "b" })
            for (var i = 0; i < 3; i++) folder.Write($"{name}/{i}.jpg", gradient);
        using var source = Open(folder, new() { ImageSize = 32 });
        using var batch = source.InOrder(Split.Train, 1).First();
        var red = ((batch.Images[0, 0] * 0.229) + 0.485) * 255;

        // The central square of 480 columns holds the red values from 32 to 223 of a gradient over 640.
        Assert.Equal(35, red[16, 0].ToSingle(), 3.0);
        Assert.Equal(220, red[16, 31].ToSingle(), 3.0);
    }

    private static IImageSource Open(TemporaryFolder folder, DataSpec spec, Action<BadFile>? badFile = null) =>
        ImageSourceFactory.Open(spec with { Dataset = "image-folder", Path = folder.Root, ImageSize = spec.ImageSize ?? 16 }, null, badFile);

    private static TemporaryFolder Classes(string prefix, int perClass)
    {
        var folder = new TemporaryFolder();
        AddClasses(folder, prefix, perClass);
        return folder;
    }

    private static void AddClasses(TemporaryFolder folder, string prefix, int perClass)
    {
        for (var k = 0; k < 3; k++)
            for (var i = 0; i < perClass; i++)
                folder.WriteImage($"{prefix}{"abc"[k]}/{i}.{Endings[i % 3]}", Colours[k], format: Formats[i % 3]);
    }

    private static byte[] Gradient(int width, int height)
    {
        var pixels = new byte[4 * width * height];
        for (var i = 0; i < width * height; i++)
            (pixels[4 * i], pixels[(4 * i) + 1], pixels[(4 * i) + 2], pixels[(4 * i) + 3]) = ((byte)(i % width * 255 / width), 128, 128, 255);
        using var image = SKImage.FromPixelCopy(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque), pixels);
        using var data = image.Encode(SKEncodedImageFormat.Jpeg, 95);
        return data.ToArray();
    }

    private static IEnumerable<int> Positions(IEnumerable<ImageBatch> batches)
    {
        foreach (var batch in batches)
        {
            using (batch)
                foreach (var position in batch.Positions) yield return position;
        }
    }

    private static List<float[]> Pixels(IEnumerable<ImageBatch> batches)
    {
        var all = new List<float[]>();
        foreach (var batch in batches)
        {
            using (batch) all.Add(batch.Images.data<float>().ToArray());
        }

        return all;
    }
}
