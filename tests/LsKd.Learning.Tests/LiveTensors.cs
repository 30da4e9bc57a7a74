using static TorchSharp.torch;

namespace LsKd.Learning.Tests;

/// <summary>Counts tensors that nobody disposed.</summary>
internal static class LiveTensors
{
    /// <summary>
    /// The count to return to. What earlier tests left to the finalizer is gone by then, so that it does not vanish in the
    /// middle of a test and hide, or feign, a difference.
    /// </summary>
    public static long Baseline()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        return Tensor.TotalCount;
    }
}
