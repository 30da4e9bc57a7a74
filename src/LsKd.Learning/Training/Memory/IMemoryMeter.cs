namespace LsKd.Learning.Training.Memory;

/// <summary>Tells how much memory this process takes and may take. A test gives its own numbers.</summary>
internal interface IMemoryMeter
{
    /// <summary>Bytes that this process may hold in all, as things stand now.</summary>
    long Limit();

    /// <summary>Runs an action and tells the most bytes that this process held meanwhile.</summary>
    long PeakOf(Action action);
}
