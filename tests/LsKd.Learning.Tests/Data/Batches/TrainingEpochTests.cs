using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Learning.Data;
using TorchSharp;

namespace LsKd.Learning.Tests.Data.Batches;

public class TrainingEpochTests
{
    private static readonly AugmentationSpec[] Usual = [new() { Name = "crop" }, new() { Name = "flip" }, new() { Name = "jitter" }];

    [Fact]
    public void A_resumed_run_sees_the_batches_that_it_would_have_seen()
    {
        var spec = new DataSpec { Augmentations = [.. Usual, new() { Name = "cutmix" }] };
        using ImageSource first = Source(spec), second = Source(spec);
        foreach (var batch in first.TrainingEpoch(1, 32, 9)) batch.Dispose();

        Assert.Equal(Digest(first, 2, 9), Digest(second, 2, 9));
        Assert.NotEqual(Digest(first, 2, 9), Digest(first, 3, 9));
        Assert.NotEqual(Digest(first, 2, 9), Digest(first, 2, 8));
    }

    [Theory]
    [InlineData("flip")]
    [InlineData("mixup")]
    [InlineData("cutmix")]
    public void A_fixed_view_of_a_sample_is_always_the_same_image(string last)
    {
        using var source = Source(new DataSpec { Views = 2, Augmentations = [.. Usual, new() { Name = last }] });
        Dictionary<int, string> first = Images(source, 1, 32), again = Images(source, 3, 50), other = Images(source, 2, 32);

        Assert.Equal(2, source.Views);
        Assert.Equal(first.OrderBy(p => p.Key), again.OrderBy(p => p.Key));
        Assert.NotEqual(first.OrderBy(p => p.Key), other.OrderBy(p => p.Key));
    }

    [Fact]
    public void Fixed_views_are_numbered_round_robin()
    {
        using var source = Source(new DataSpec { Views = 3, Augmentations = Usual });
        int[] views = [.. Enumerable.Range(1, 5).Select(e => View(source, e))];
        Assert.Equal([0, 1, 2, 0, 1], views);
    }

    [Fact]
    public void Mixup_blends_each_image_with_the_image_of_the_mixed_label()
    {
        using var scope = torch.NewDisposeScope();
        using var source = LabelledByPixel(new DataSpec { Augmentations = [new() { Name = "mixup", Amount = 1 }] });
        foreach (var batch in source.TrainingEpoch(1, 16, 0))
        {
            using (batch)
            {
                var expected = (batch.LabelShare * batch.Labels) + ((1 - batch.LabelShare) * batch.MixedLabels!);
                var pixels = batch.Images.mean([1, 2, 3]) * 255;
                Assert.True(pixels.allclose(expected.to(torch.float32), atol: 1e-3));
            }
        }
    }

    [Fact]
    public void CutMix_cuts_in_a_box_whose_area_is_the_share_of_the_mixed_label()
    {
        using var scope = torch.NewDisposeScope();
        using var source = LabelledByPixel(new DataSpec { Augmentations = [new() { Name = "cutmix" }] });
        var shares = new List<double>();
        foreach (var batch in source.TrainingEpoch(1, 16, 0))
        {
            using (batch)
            {
                var expected = (batch.LabelShare * batch.Labels) + ((1 - batch.LabelShare) * batch.MixedLabels!);
                var pixels = batch.Images.mean([1, 2, 3]) * 255;
                Assert.True(pixels.allclose(expected.to(torch.float32), atol: 1e-3));
                Assert.InRange((batch.Images * 255).round().flatten(1).unique(dim: 1).output.shape[1], 1, 2);
                shares.Add(batch.LabelShare);
            }
        }

        Assert.True(shares.Distinct().Count() > 5);
    }

    [Fact]
    public void A_mixing_that_is_not_drawn_leaves_the_batch_pure()
    {
        using var source = Source(new DataSpec { Augmentations = [new() { Name = "mixup", Probability = 0 }] });
        using var batch = source.TrainingEpoch(1, 16, 0).First();

        Assert.Null(batch.MixedLabels);
        Assert.Equal(1, batch.LabelShare);
    }

    [Fact]
    public void Evaluation_order_is_not_augmented()
    {
        using var plain = Source(new DataSpec());
        using var augmented = Source(new DataSpec { Augmentations = Usual });
        using ImageBatch a = plain.InOrder(Split.Train, 100).First(), b = augmented.InOrder(Split.Train, 100).First();

        Assert.True(a.Images.equal(b.Images).all().item<bool>());
    }

    [Fact]
    public void Augmented_epochs_leave_no_tensor_behind()
    {
        using var source = Source(new DataSpec { Augmentations = [.. Usual, new() { Name = "mixup" }] });
        var before = LiveTensors.Baseline();

        foreach (var batch in source.TrainingEpoch(1, 32, 0)) batch.Dispose();

        Assert.Equal(before, torch.Tensor.TotalCount);
    }

    [Fact]
    public void A_batch_outlives_the_dispose_scope_in_which_it_was_made()
    {
        using var source = Source(new DataSpec());
        ImageBatch batch;
        using (torch.NewDisposeScope()) batch = source.TrainingEpoch(1, 32, 0).First();

        Assert.False(batch.Images.IsInvalid);
        batch.Dispose();
    }

    private static ImageSource Source(DataSpec spec) => new(SyntheticSet.Of(classes: 4, trainPerClass: 60, testPerClass: 5, side: 16, channels: 3), spec);

    // 250 classes, each pixel of an image is its label.
    private static ImageSource LabelledByPixel(DataSpec spec) =>
        new(SyntheticSet.Of(classes: 250, trainPerClass: 1, testPerClass: 1), spec with { ValidationFraction = 0 });

    private static int View(ImageSource source, int epoch)
    {
        using var batch = source.TrainingEpoch(epoch, 32, 0).First();
        return batch.View;
    }

    private static string Digest(ImageSource source, int epoch, int seed) => string.Join(" ", Rows(source, epoch, 32, seed));

    private static Dictionary<int, string> Images(ImageSource source, int epoch, int batchSize) =>
        Rows(source, epoch, batchSize, 4).ToDictionary(r => r.Position, r => r.Image);

    private static List<(int Position, string Image)> Rows(ImageSource source, int epoch, int batchSize, int seed)
    {
        var rows = new List<(int, string)>();
        foreach (var batch in source.TrainingEpoch(epoch, batchSize, seed))
        {
            using (batch)
            {
                var bytes = batch.Images.bytes.ToArray();
                var size = bytes.Length / batch.Positions.Count;
                rows.AddRange(batch.Positions.Select((p, i) =>
                    (p, $"{batch.LabelShare} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(bytes.AsSpan(i * size, size)))}")));
            }
        }

        return rows;
    }
}
