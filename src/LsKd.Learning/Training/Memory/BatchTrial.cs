namespace LsKd.Learning.Training.Memory;

/// <summary>Finds a batch size by trying, for devices that refuse memory without harm and do not tell how much they have.</summary>
internal static class BatchTrial
{
    /// <summary>The largest size among halves of the failed one, and one and a half times that, whose step runs; 0 where none does.</summary>
    /// <param name="failed">The size that did not fit.</param>
    /// <param name="step">Takes a step of so many samples.</param>
    public static int Largest(int failed, Func<int, int> step)
    {
        var size = failed / 2;
        while (size > 0 && !Runs(size, step))
            size /= 2;
        var more = size + size / 2;
        return size > 1 && Runs(more, step) ? more : size;
    }

    private static bool Runs(int size, Func<int, int> step)
    {
        try
        {
            step(size);
            return true;
        }
        catch (Exception e) when (OutOfMemory.Is(e))
        {
            return false;
        }
    }
}
