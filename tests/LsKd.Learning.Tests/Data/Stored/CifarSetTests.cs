using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Learning.Data;

namespace LsKd.Learning.Tests.Data.Stored;

public class CifarSetTests
{
    [Fact]
    public void CIFAR_10_is_read_from_its_binary_form_inside_the_home_folder()
    {
        using var home = new TemporaryFolder();
        for (var b = 1; b <= 5; b++) home.Write($"cifar10/cifar-10-batches-bin/data_batch_{b}.bin", Records(20, i => [(byte)(i % 10)]));
        home.Write("cifar10/cifar-10-batches-bin/test_batch.bin", Records(10, i => [(byte)i]));

        using var source = ImageSourceFactory.Open(new() { Dataset = "cifar10" }, home.Root);
        using var batch = source.InOrder(Split.Test, 10).Single();

        Assert.Equal((3, 32, 32), source.Shape);
        Assert.Equal("truck", source.ClassNames[9]);
        Assert.Equal((90, 10, 10), (source.Count(Split.Train), source.Count(Split.Validation), source.Count(Split.Test)));
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (long)i), batch.Labels.data<long>().ToArray());
        // The fifth record: red plane 4, green plane 5, blue plane 6.
        AssertChannel(batch, 4, 0, ((4 / 255f) - 0.4914f) / 0.2470f);
        AssertChannel(batch, 4, 1, ((5 / 255f) - 0.4822f) / 0.2435f);
        AssertChannel(batch, 4, 2, ((6 / 255f) - 0.4465f) / 0.2616f);
    }

    [Theory]
    [InlineData(null, 100, "worm", 99)]
    [InlineData("fine", 100, "worm", 99)]
    [InlineData("coarse", 20, "group 19", 19)]
    public void CIFAR_100_has_two_label_levels(string? level, int classes, string last, int lastLabel)
    {
        using var folder = Hundred();
        using var source = ImageSourceFactory.Open(new() { Dataset = "cifar100", Path = folder.Root, LabelLevel = level }, null);

        Assert.Equal(classes, source.ClassNames.Count);
        Assert.Equal(last, source.ClassNames[^1]);
        Assert.Equal(lastLabel, source.Labels(Split.Test)[99]);
    }

    [Fact]
    public void A_batch_that_is_cut_short_is_named()
    {
        using var folder = Hundred();
        folder.Write("train.bin", new byte[5000]);

        var error = Assert.Throws<DatasetException>(() => ImageSourceFactory.Open(new DataSpec { Dataset = "cifar100", Path = folder.Root }, null));
        Assert.Contains("train.bin is damaged or cut short", error.Message);
    }

    [Fact]
    public void A_missing_set_says_where_to_put_which_files()
    {
        using var home = new TemporaryFolder();
        var error = Assert.Throws<DatasetException>(() => ImageSourceFactory.Open(new DataSpec { Dataset = "cifar10" }, home.Root));

        Assert.Contains(home.Path("cifar10"), error.Message);
        Assert.Contains("data get cifar10", error.Message);
        Assert.Contains("test_batch.bin", error.Message);
    }

    [Fact]
    public void Unknown_names_and_levels_are_refused_with_what_is_known()
    {
        Assert.Contains("fashion-mnist", Assert.Throws<DatasetException>(() => ImageSourceFactory.Open(new DataSpec { Dataset = "imaginary" }, null)).Message);
        Assert.Contains("character, radical", Assert.Throws<DatasetException>(() => ImageSourceFactory.Open(new DataSpec { Dataset = "kanji", LabelLevel = "stroke" }, null)).Message);
    }

    private static void AssertChannel(ImageBatch batch, int image, int channel, float expected) =>
        Assert.All(batch.Images[image, channel].data<float>().ToArray(), v => Assert.Equal(expected, v, 1e-5));

    private static TemporaryFolder Hundred()
    {
        var folder = new TemporaryFolder();
        folder.Write("train.bin", Records(400, i => [(byte)(i % 20), (byte)(i % 100)]));
        folder.Write("test.bin", Records(100, i => [(byte)(i % 20), (byte)(i % 100)]));
        folder.WriteLines("coarse_label_names.txt", [.. Enumerable.Range(0, 20).Select(i => $"group {i}"), ""]);
        return folder;
    }

    private static byte[] Records(int count, Func<int, byte[]> labels) =>
        [.. Enumerable.Range(0, count).SelectMany(i => (byte[])[.. labels(i), .. Enumerable.Range(0, 3).SelectMany(c => Enumerable.Repeat((byte)(i + c), 1024))])];
}
