using LsKd.Core.Specs;
using LsKd.Learning.Data;
using LsKd.Learning.Data.Augmentation;
using LsKd.Learning.Data.Randomness;
using LsKd.Learning.Data.Stored;

namespace LsKd.Learning.Tests.Data.Augmentation;

public class AugmentationTests
{
    private static readonly (int Channels, int Height, int Width) Shape = (3, 9, 9);

    [Fact]
    public void Crop_shifts_every_channel_alike_and_fills_with_zeros()
    {
        var shifts = new HashSet<(int, int)>();
        for (var i = 0; i < 200; i++)
        {
            var image = Numbered();
            var random = Random(i);
            new RandomCrop(2).Apply(new(image, Shape), ref random);
            shifts.Add(ShiftOf(image));
        }

        Assert.Equal(25, shifts.Count);
    }

    [Fact]
    public void Flip_mirrors_about_half_of_the_images()
    {
        var original = Numbered();
        var mirrored = 0;
        for (var i = 0; i < 1000; i++)
        {
            var image = Numbered();
            var random = Random(i);
            new RandomFlip().Apply(new(image, Shape), ref random);
            if (image.AsSpan().SequenceEqual(original)) continue;
            Assert.Equal(original[8], image[0]);
            mirrored++;
        }

        Assert.InRange(mirrored, 440, 560);
    }

    [Fact]
    public void Resized_crop_draws_regions_inside_the_image_of_the_stated_area_and_aspect()
    {
        for (var i = 0; i < 500; i++)
        {
            var random = Random(i);
            var region = new ResizedCrop(0.25).Choose(60, 80, ref random);
            Assert.InRange(region.Left, 0, 1 - region.Width + 1e-9);
            Assert.InRange(region.Top, 0, 1 - region.Height + 1e-9);
            Assert.InRange(region.Width * region.Height, 0.2499, 1.0001);
            Assert.InRange(region.Width * 80 / (region.Height * 60), 0.7499, 1.3334);
        }
    }

    [Fact]
    public void Brightness_and_contrast_follow_their_formulas()
    {
        byte[] image = [100, 50, 150, 200];
        ColourChanges.Brightness(new(image, (1, 2, 2)), 1.5);
        Assert.Equal<byte>([150, 75, 225, 255], image);

        byte[] other = [100, 50, 150, 200];
        ColourChanges.Contrast(new(other, (1, 2, 2)), 0);
        Assert.Equal<byte>([125, 125, 125, 125], other);
    }

    [Fact]
    public void Saturation_of_zero_leaves_grey()
    {
        byte[] image = [255, 0, 0];
        ColourChanges.Saturation(new(image, (3, 1, 1)), 0);
        Assert.Equal<byte>([76, 76, 76], image);
    }

    [Fact]
    public void Turning_by_ninety_degrees_and_back_restores_an_image()
    {
        var image = Numbered();
        Affine.Rotation(90).Apply(new(image, Shape));
        Assert.NotEqual(Numbered(), image);
        Affine.Rotation(-90).Apply(new(image, Shape));
        Assert.Equal(Numbered(), image);
    }

    [Fact]
    public void A_strength_of_zero_leaves_rand_augment_with_operations_that_keep_the_image_or_stretch_its_contrast()
    {
        var full = new byte[3 * 81];
        for (var i = 0; i < full.Length; i++) full[i] = (byte)(i % 81 == 0 ? 0 : i % 81 == 1 ? 255 : i);
        for (var i = 0; i < 100; i++)
        {
            var image = full.ToArray();
            var random = Random(i);
            new RandAugment(0).Apply(new(image, Shape), ref random);
            Assert.Equal(full, image);
        }
    }

    [Theory]
    [InlineData("crop")]
    [InlineData("flip")]
    [InlineData("resized-crop")]
    [InlineData("jitter")]
    [InlineData("rand-augment")]
    public void Each_augmentation_draws_the_same_for_the_same_key_and_varies_with_it(string name)
    {
        var pipeline = new AugmentationPipeline([new() { Name = name }], 9);
        var store = new MemoryPixels(Shape, Numbered());

        Assert.Equal(Read(pipeline, store, 5), Read(pipeline, store, 5));
        Assert.True(Enumerable.Range(0, 30).Select(i => Convert.ToHexString(Read(pipeline, store, i))).Distinct().Count() > 1);
    }

    [Fact]
    public void A_probability_of_zero_changes_nothing()
    {
        var names = new[] { "resized-crop", "crop", "flip", "jitter", "rand-augment" };
        var pipeline = new AugmentationPipeline([.. names.Select(n => new AugmentationSpec { Name = n, Probability = 0 })], 9);

        Assert.Equal(Numbered(), Read(pipeline, new MemoryPixels(Shape, Numbered()), 3));
    }

    [Theory]
    [InlineData("blur", null, 1.0, "'blur': known are")]
    [InlineData("mixup", 0.0, 1.0, "Beta parameter")]
    [InlineData("resized-crop", 1.5, 1.0, "smallest share")]
    [InlineData("flip", null, 1.5, "probability")]
    public void Impossible_settings_are_refused_by_name(string name, double? amount, double probability, string message)
    {
        var spec = new AugmentationSpec { Name = name, Amount = amount, Probability = probability };
        Assert.Contains(message, Assert.Throws<DatasetException>(() => new AugmentationPipeline([spec], 32)).Message);
    }

    [Fact]
    public void Resized_crop_after_another_augmentation_is_refused()
    {
        var error = Assert.Throws<DatasetException>(() => new AugmentationPipeline([new() { Name = "flip" }, new() { Name = "resized-crop" }], 32));
        Assert.Contains("first", error.Message);
    }

    private static byte[] Read(AugmentationPipeline pipeline, IPixelStore store, int key)
    {
        var pixels = new byte[3 * 81];
        pipeline.Read(store, 0, Random(key), pixels);
        return pixels;
    }

    private static KeyedRandom Random(int index) => new(0, Purpose.Augmentation, 1, index);

    private static byte[] Numbered() => [.. Enumerable.Range(0, 3).SelectMany(_ => Enumerable.Range(1, 81)).Select(v => (byte)v)];

    // Finds the shift from the middle pixel and checks the whole image against it.
    private static (int Down, int Right) ShiftOf(byte[] image)
    {
        var source = image[40] - 1;
        var (down, right) = ((source / 9) - 4, (source % 9) - 4);
        for (var i = 0; i < image.Length; i++)
        {
            var (y, x) = ((i % 81 / 9) + down, (i % 9) + right);
            Assert.Equal(y is >= 0 and < 9 && x is >= 0 and < 9 ? (y * 9) + x + 1 : 0, image[i]);
        }

        return (down, right);
    }
}
