namespace LsKd.Core.Runs;

/// <summary>Tells a disk without room from other trouble.</summary>
public static class FullDisk
{
    // ENOSPC and EDQUOT; ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL.
    private static readonly int[] Codes = [28, 122, unchecked((int)0x80070070), unchecked((int)0x80070027)];

    /// <summary>Whether an error, or what it was caused by, says that a disk or a quota is used up.</summary>
    public static bool Is(Exception? error) => error switch
    {
        null => false,
        AggregateException many => many.InnerExceptions.Any(Is),
        IOException when Codes.Contains(error.HResult) => true,
        _ => Is(error.InnerException),
    };
}
