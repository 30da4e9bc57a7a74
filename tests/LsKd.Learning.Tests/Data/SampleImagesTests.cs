using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Learning.Data;
using SkiaSharp;
using TorchSharp;

namespace LsKd.Learning.Tests.Data;

public class SampleImagesTests
{
    [Fact]
    public void A_picture_shows_the_pixels_that_training_normalises()
    {
        var images = new SampleImages(null);
        var spec = new DataSpec { Classes = 3, ClassOrder = ClassOrder.Random, Seed = 4 };
        using var source = ImageSourceFactory.Open(spec, null);
        using var batch = source.InOrder(Split.Test, 5).First();
        using var picture = SKBitmap.Decode(images.Png(spec, source.SampleIds(Split.Test)[3]));

        Assert.Equal((28, 28), (picture.Width, picture.Height));
        for (var i = 0; i < 784; i++)
            Assert.Equal(picture.GetPixel(i % 28, i / 28).Red, Math.Round(((batch.Images[3, 0, i / 28, i % 28].ToSingle() * 0.3530) + 0.2860) * 255), 0.01);
    }

    [Fact]
    public void Colours_keep_their_channels()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "a", "b" }) folder.WriteImage($"{name}/0.png", new SKColor(10, 120, 230), format: SKEncodedImageFormat.Png);
        using var picture = SKBitmap.Decode(new SampleImages(null).Png(new() { Dataset = "image-folder", Path = folder.Root, ImageSize = 32 }, 1));

        Assert.Equal(new SKColor(10, 120, 230), picture.GetPixel(16, 16));
    }

    [Fact]
    public void A_kanji_has_its_picture_and_its_name()
    {
        var images = new SampleImages(null);
        var png = images.Png(new() { Dataset = "kanji" }, 5 * 32)!;

        Assert.Equal<byte>([0x89, 0x50, 0x4E, 0x47], png[..4]);
        Assert.Equal("亜", images.ClassName(new() { Dataset = "kanji" }, 31));
    }

    [Fact]
    public void Samples_that_are_not_there_have_no_picture()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "a", "b" }) folder.Write($"{name}/0.png", 1, 2, 3);
        var images = new SampleImages(null);

        Assert.Null(images.Png(new(), 24_000));
        Assert.Null(images.Png(new(), -1));
        Assert.Null(images.Png(new() { Dataset = "image-folder", Path = folder.Root }, 0));
    }

    [Fact]
    public void A_set_whose_files_come_later_is_found_then()
    {
        using var home = new TemporaryFolder();
        var images = new SampleImages(home.Root);
        var spec = new DataSpec { Dataset = "image-folder", ImageSize = 16 };
        Assert.Throws<DatasetException>(() => images.Png(spec, 0));

        foreach (var name in new[] { "a", "b" }) home.WriteImage($"image-folder/{name}/0.jpg", SKColors.Red);

        Assert.NotNull(images.Png(spec, 0));
    }
}
