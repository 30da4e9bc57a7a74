namespace LsKd.Learning.Native;

/// <summary>
/// A place, between native calls, where garbage is collected. TorchSharp hands a number to native code in an object that nothing
/// holds during the call, so that a collection at that moment may free it while it is read. A worker therefore gets a large budget
/// (see <see cref="Training.WorkerEnvironment"/>), and the collector's turn comes here, before the budget is used up.
/// </summary>
internal static class CollectionPoint
{
    private const long Every = 48L << 20;
    private static long allocatedBefore;

    /// <summary>Collects when enough was allocated since the last time.</summary>
    public static void Pass()
    {
        var allocated = GC.GetTotalAllocatedBytes();
        if (allocated - allocatedBefore < Every)
            return;
        allocatedBefore = allocated;
        GC.Collect(1, GCCollectionMode.Forced, blocking: true);
    }
}
