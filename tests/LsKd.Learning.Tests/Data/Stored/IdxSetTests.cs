using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Learning.Data;

namespace LsKd.Learning.Tests.Data.Stored;

public class IdxSetTests
{
    [Theory]
    [InlineData("")]
    [InlineData(".gz")]
    public void A_folder_of_IDX_files_is_read_compressed_or_not(string ending)
    {
        using var folder = Folder(ending);
        using var source = ImageSourceFactory.Open(new() { Dataset = "idx", Path = folder.Root, ValidationFraction = 0.25 }, null);
        using var batch = source.InOrder(Split.Test, 4).Single();

        Assert.Equal((1, 2, 3), source.Shape);
        Assert.Equal(["0", "1"], source.ClassNames);
        Assert.Equal((6, 2, 4), (source.Count(Split.Train), source.Count(Split.Validation), source.Count(Split.Test)));
        Assert.Equal([0L, 1, 0, 1], batch.Labels.data<long>().ToArray());
        Assert.Equal([8L, 9, 10, 11], source.SampleIds(Split.Test));
    }

    [Fact]
    public void Pixels_are_normalised_by_the_training_images_of_the_folder()
    {
        using var folder = Folder("");
        using var source = ImageSourceFactory.Open(new() { Dataset = "idx", Path = folder.Root, ValidationFraction = 0 }, null);
        using var batch = source.InOrder(Split.Train, 8).Single();

        Assert.Equal(0, batch.Images.data<float>().Average(), 1e-5);
        Assert.Equal(1, batch.Images.data<float>().Average(v => v * v), 1e-4);
    }

    [Fact]
    public void Names_come_from_a_list_beside_the_files()
    {
        using var folder = Folder("");
        folder.WriteLines("classes.txt", "cat", "dog");
        using var source = ImageSourceFactory.Open(new() { Dataset = "idx", Path = folder.Root }, null);

        Assert.Equal(["cat", "dog"], source.ClassNames);
    }

    [Fact]
    public void A_file_that_is_cut_short_is_named()
    {
        using var folder = Folder("");
        var path = folder.Path("t10k-images-idx3-ubyte");
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^1]);

        Assert.Contains(path, Failure(folder).Message);
        Assert.Contains("cut short", Failure(folder).Message);
    }

    [Fact]
    public void A_compressed_file_that_is_damaged_is_named()
    {
        using var folder = Folder(".gz");
        folder.Write("train-labels-idx1-ubyte.gz", 1, 2, 3);

        Assert.Contains("train-labels-idx1-ubyte.gz", Failure(folder).Message);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        using var folder = Folder("");
        File.Delete(folder.Path("train-images-idx3-ubyte"));

        Assert.Contains("train-images-idx3-ubyte.gz does not exist", Failure(folder).Message);
    }

    [Fact]
    public void Labels_of_other_images_are_refused()
    {
        using var folder = Folder("");
        folder.WriteIdx("train-labels-idx1-ubyte", [3], [0, 1, 0]);

        Assert.Contains("do not belong together", Failure(folder).Message);
    }

    [Fact]
    public void Images_are_scaled_to_the_size_of_the_spec()
    {
        using var source = ImageSourceFactory.Open(new() { ImageSize = 32, TestSize = 100 }, null);
        using var first = source.InOrder(Split.Test, 100).Single();
        using var second = source.InOrder(Split.Test, 100).Single();

        Assert.Equal([100L, 1, 32, 32], first.Images.shape);
        Assert.Equal(first.Images.data<float>().ToArray(), second.Images.data<float>().ToArray());
    }

    private static DatasetException Failure(TemporaryFolder folder) =>
        Assert.Throws<DatasetException>(() => ImageSourceFactory.Open(new DataSpec { Dataset = "idx", Path = folder.Root }, null));

    private static TemporaryFolder Folder(string ending)
    {
        var folder = new TemporaryFolder();
        folder.WriteIdx("train-images-idx3-ubyte" + ending, [8, 2, 3], [.. Enumerable.Range(0, 48).Select(v => (byte)(5 * v))]);
        folder.WriteIdx("train-labels-idx1-ubyte" + ending, [8], [0, 1, 0, 1, 0, 1, 0, 1]);
        folder.WriteIdx("t10k-images-idx3-ubyte" + ending, [4, 2, 3], new byte[24]);
        folder.WriteIdx("t10k-labels-idx1-ubyte" + ending, [4], [0, 1, 0, 1]);
        return folder;
    }
}
