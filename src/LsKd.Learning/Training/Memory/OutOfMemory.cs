namespace LsKd.Learning.Training.Memory;

/// <summary>Recognises an error for want of memory, managed or native.</summary>
internal static class OutOfMemory
{
    private static readonly string[] Words =
        ["out of memory", "not enough memory", "can't allocate memory", "bad_alloc", "cannot allocate memory"];

    /// <summary>Whether memory was what lacked.</summary>
    public static bool Is(Exception error) =>
        error is OutOfMemoryException || Words.Any(w => error.Message.Contains(w, StringComparison.OrdinalIgnoreCase));
}
