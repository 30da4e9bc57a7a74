using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Learning.Data;
using TorchSharp;

namespace LsKd.Learning.Tests.Data;

public class FashionMnistTests
{
    private static readonly DataSpec Quick = new() { TrainSize = 10_000, TestSize = 1_000 };

    [Fact]
    public void Embedded_set_splits_by_class_into_disjoint_parts()
    {
        using var source = ImageSourceFactory.Open(Quick, null);

        Assert.Equal((1, 28, 28), source.Shape);
        Assert.Equal("Ankle boot", source.ClassNames[9]);
        Assert.Equal((10_000, 2_000, 1_000), (source.Count(Split.Train), source.Count(Split.Validation), source.Count(Split.Test)));
        foreach (var split in Enum.GetValues<Split>())
            Assert.Single(source.Labels(split).CountBy(l => l).Select(c => c.Value).Distinct());
        var ids = Enum.GetValues<Split>().SelectMany(source.SampleIds).ToArray();
        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    [Fact]
    public void Test_images_carry_the_labels_of_the_files()
    {
        using var source = ImageSourceFactory.Open(new DataSpec(), null);
        using var batch = source.InOrder(Split.Test, 64).First();

        Assert.Equal(Enumerable.Range(0, 64), batch.Positions);
        Assert.Equal(source.Labels(Split.Test).Take(64).Select(l => (long)l), batch.Labels.data<long>().ToArray());
    }

    [Fact]
    public void Images_are_normalised_to_about_zero_mean_and_unit_deviation()
    {
        using var scope = torch.NewDisposeScope();
        using var source = ImageSourceFactory.Open(Quick, null);
        using var batch = source.InOrder(Split.Train, 10_000).Single();

        Assert.Equal(0, batch.Images.mean().ToDouble(), 0.02);
        Assert.Equal(1, batch.Images.std().ToDouble(), 0.02);
    }

    [Fact]
    public void Order_depends_on_seed_and_epoch_and_on_nothing_else()
    {
        using var source = ImageSourceFactory.Open(Quick, null);

        Assert.Equal(Order(source, 3, 7), Order(source, 3, 7));
        Assert.NotEqual(Order(source, 3, 7), Order(source, 4, 7));
        Assert.NotEqual(Order(source, 3, 7), Order(source, 3, 8));
        Assert.Equal(Enumerable.Range(0, 10_000), Order(source, 3, 7).Order());
    }

    [Fact]
    public void Batches_leave_no_tensor_behind()
    {
        using var source = ImageSourceFactory.Open(Quick, null);
        var before = LiveTensors.Baseline();

        foreach (var batch in source.TrainingEpoch(1, 512, 0)) batch.Dispose();

        Assert.Equal(before, torch.Tensor.TotalCount);
    }

    private static int[] Order(IImageSource source, int epoch, int seed)
    {
        var order = new List<int>();
        foreach (var batch in source.TrainingEpoch(epoch, 1_000, seed))
        {
            order.AddRange(batch.Positions);
            batch.Dispose();
        }

        return [.. order];
    }
}
