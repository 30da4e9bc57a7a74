using LsKd.Learning.Native;

namespace LsKd.Learning.Tests.Native;

public class CollectionPointTests
{
    [Fact]
    public void Garbage_is_collected_once_enough_was_allocated_and_not_before()
    {
        Allocate(64);
        CollectionPoint.Pass();
        var before = GC.CollectionCount(1);
        CollectionPoint.Pass();
        Assert.Equal(before, GC.CollectionCount(1));
        Allocate(64);
        var allocated = GC.CollectionCount(1);
        CollectionPoint.Pass();
        Assert.True(GC.CollectionCount(1) > allocated);
    }

    private static void Allocate(int megabytes)
    {
        for (var i = 0; i < megabytes * 16; i++)
            GC.KeepAlive(new byte[1 << 16]);
    }
}
