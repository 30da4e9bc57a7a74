using LsKd.Core.Specs;
using LsKd.Learning.Data.Batches;

namespace LsKd.Learning.Tests.Data.Batches;

public class SampleOrderTests
{
    private static readonly int[] LongTailed = [.. Enumerable.Repeat(0, 900), .. Enumerable.Repeat(1, 90), .. Enumerable.Repeat(2, 10)];

    [Fact]
    public void Class_aware_order_shows_every_class_equally_often()
    {
        var order = SampleOrder.Of(SamplerKind.ClassAware, LongTailed, seed: 1, epoch: 1);

        Assert.Equal(LongTailed.Length, order.Length);
        Assert.All(order.CountBy(i => LongTailed[i]), c => Assert.InRange(c.Value, 333, 334));
    }

    [Fact]
    public void Class_aware_order_repeats_no_sample_before_all_of_its_class_came()
    {
        var order = SampleOrder.Of(SamplerKind.ClassAware, LongTailed, seed: 1, epoch: 1);

        var tail = order.Where(i => LongTailed[i] == 2).ToArray();
        Assert.Equal(10, tail.Take(10).Distinct().Count());
    }

    [Fact]
    public void Class_aware_order_depends_on_seed_and_epoch()
    {
        int[] Order(int seed, int epoch) => SampleOrder.Of(SamplerKind.ClassAware, LongTailed, seed, epoch);

        Assert.Equal(Order(1, 2), Order(1, 2));
        Assert.NotEqual(Order(1, 2), Order(1, 3));
        Assert.NotEqual(Order(1, 2), Order(2, 2));
    }
}
