using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Learning.Data;
using SkiaSharp;

namespace LsKd.Learning.Tests.Data.Files;

public class PublishedLayoutTests
{
    [Fact]
    public void CUB_200_2011_is_read_from_its_tables()
    {
        using var folder = Cub();
        using var source = ImageSourceFactory.Open(new() { Dataset = "cub200", Path = folder.Root, ImageSize = 32, ValidationFraction = 0.25 }, null);
        using var batch = source.InOrder(Split.Test, 100).Single();

        Assert.Equal(["Black footed Albatross", "Laysan Albatross"], source.ClassNames);
        Assert.Equal((6, 2, 4), (source.Count(Split.Train), source.Count(Split.Validation), source.Count(Split.Test)));
        Assert.Equal([0, 0, 1, 1], source.Labels(Split.Test));
        Assert.Equal([4L, 5, 10, 11], source.SampleIds(Split.Test));
        Assert.Equal([4L, 3, 32, 32], batch.Images.shape);
    }

    [Fact]
    public void An_image_that_the_tables_of_CUB_forgot_is_named()
    {
        using var folder = Cub();
        File.AppendAllLines(folder.Path("CUB_200_2011/images.txt"), ["13 001.Black_footed_Albatross/x.jpg"]);

        var error = Assert.Throws<DatasetException>(() => ImageSourceFactory.Open(new DataSpec { Dataset = "cub200", Path = folder.Root }, null));
        Assert.Contains("image_class_labels.txt says nothing of number 13", error.Message);
    }

    [Fact]
    public void ImageNet_LT_is_read_from_its_lists_with_its_long_tail()
    {
        using var folder = ImageNetLongTail();
        using var source = ImageSourceFactory.Open(new() { Dataset = "image-list", Path = folder.Root, ImageSize = 16 }, null);

        Assert.Equal(["n01440764", "n01443537"], source.ClassNames);
        Assert.Equal((9, 4, 6), (source.Count(Split.Train), source.Count(Split.Validation), source.Count(Split.Test)));
        Assert.Equal([8, 1], [source.Labels(Split.Train).Count(l => l == 0), source.Labels(Split.Train).Count(l => l == 1)]);
        using var batch = source.InOrder(Split.Test, 6).Single();
        Assert.Equal(6, batch.Positions.Count);
    }

    [Fact]
    public void A_line_without_label_is_named_by_file_and_number()
    {
        using var folder = ImageNetLongTail();
        File.AppendAllLines(folder.Path("ImageNet_LT_val.txt"), ["val/only_a_path.JPEG"]);

        var error = Assert.Throws<DatasetException>(() => ImageSourceFactory.Open(new DataSpec { Dataset = "image-list", Path = folder.Root }, null));
        Assert.Contains("ImageNet_LT_val.txt, line 5", error.Message);
    }

    [Fact]
    public void A_listed_file_that_is_missing_counts_as_bad()
    {
        using var folder = ImageNetLongTail();
        File.Delete(folder.Path("val/3.JPEG"));
        using var source = ImageSourceFactory.Open(new() { Dataset = "image-list", Path = folder.Root, ImageSize = 16, BadFileLimit = 0.2 }, null);
        using var batch = source.InOrder(Split.Test, 100).Single();

        Assert.Equal(5, batch.Positions.Count);
        Assert.Equal(folder.Path("val/3.JPEG"), Assert.Single(source.BadFiles).Path);
    }

    private static TemporaryFolder Cub()
    {
        var folder = new TemporaryFolder();
        string[] classes = ["001.Black_footed_Albatross", "002.Laysan_Albatross"];
        string[] files = [.. classes.SelectMany(c => Enumerable.Range(1, 6).Select(i => $"{c}/{c[4..]}_{i:D4}.jpg"))];
        folder.WriteLines("CUB_200_2011/classes.txt", classes.Select((c, k) => $"{k + 1} {c}"));
        folder.WriteLines("CUB_200_2011/images.txt", files.Select((f, i) => $"{i + 1} {f}"));
        folder.WriteLines("CUB_200_2011/image_class_labels.txt", files.Select((_, i) => $"{i + 1} {(i / 6) + 1}"));
        folder.WriteLines("CUB_200_2011/train_test_split.txt", files.Select((_, i) => $"{i + 1} {(i % 6 < 4 ? 1 : 0)}"));
        foreach (var file in files) folder.WriteImage("CUB_200_2011/images/" + file, SKColors.SkyBlue, 50, 40);
        return folder;
    }

    // As published: test images lie in ImageNet's val folder.
    private static TemporaryFolder ImageNetLongTail()
    {
        var folder = new TemporaryFolder();
        string[] train = [.. Enumerable.Range(0, 8).Select(i => $"train/n01440764/n01440764_{i}.JPEG 0"), "train/n01443537/n01443537_0.JPEG 1"];
        string[] validation = ["train/n01440764/n01440764_90.JPEG 0", "train/n01440764/n01440764_91.JPEG 0", "train/n01443537/n01443537_90.JPEG 1", "train/n01443537/n01443537_91.JPEG 1"];
        string[] test = [.. Enumerable.Range(0, 6).Select(i => $"val/{i}.JPEG {i % 2}")];
        folder.WriteLines("ImageNet_LT_train.txt", train);
        folder.WriteLines("ImageNet_LT_val.txt", validation);
        folder.WriteLines("ImageNet_LT_test.txt", test);
        foreach (var line in train.Concat(validation).Concat(test)) folder.WriteImage(line.Split(' ')[0], SKColors.Coral);
        return folder;
    }
}
