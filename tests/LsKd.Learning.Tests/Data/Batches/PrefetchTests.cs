using LsKd.Learning.Data.Batches;

namespace LsKd.Learning.Tests.Data.Batches;

public class PrefetchTests
{
    [Fact]
    public void Items_come_in_order_and_belong_to_the_reader()
    {
        var items = Prefetch.Ahead(Make(100, []), 3).ToList();

        Assert.Equal(Enumerable.Range(0, 100), items.Select(i => i.Number));
        Assert.DoesNotContain(items, i => i.IsDisposed);
    }

    [Fact]
    public void No_more_is_made_than_the_bound_allows()
    {
        var made = new List<Item>();
        foreach (var item in Prefetch.Ahead(Make(50, made), 3))
        {
            // Read, in the queue, and one waiting to enter it.
            lock (made) Assert.InRange(made.Count, item.Number + 1, item.Number + 6);
        }
    }

    [Fact]
    public void A_reader_that_leaves_ends_the_making_and_what_it_did_not_read_is_disposed()
    {
        var made = new List<Item>();
        var read = Prefetch.Ahead(Make(int.MaxValue, made), 3).Take(10).ToList();

        var count = made.Count;
        Assert.DoesNotContain(read, i => i.IsDisposed);
        Assert.All(made.Skip(10), i => Assert.True(i.IsDisposed));
        Assert.Equal(count, made.Count);
    }

    [Fact]
    public void A_failure_comes_after_the_items_before_it()
    {
        var read = new List<int>();
        var error = Assert.Throws<InvalidOperationException>(() =>
        {
            foreach (var item in Prefetch.Ahead(Make(5, []).Concat(Failing()), 2)) read.Add(item.Number);
        });

        Assert.Equal("no more", error.Message);
        Assert.Equal([0, 1, 2, 3, 4], read);
    }

    private static IEnumerable<Item> Make(int count, List<Item> made)
    {
        for (var i = 0; i < count; i++)
        {
            var item = new Item(i);
            lock (made) made.Add(item);
            yield return item;
        }
    }

    private static IEnumerable<Item> Failing()
    {
        foreach (var _ in new[] { 0 }) throw new InvalidOperationException("no more");
        yield break;
    }

    private sealed class Item(int number) : IDisposable
    {
        public int Number => number;

        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }
}
