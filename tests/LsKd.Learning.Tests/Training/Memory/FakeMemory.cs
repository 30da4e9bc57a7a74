using LsKd.Learning.Training.Memory;

namespace LsKd.Learning.Tests.Training.Memory;

/// <summary>A machine on which a step takes a fixed part and a part per sample, and fails above its limit.</summary>
internal sealed class FakeMemory(long limit, long fixedBytes, long perSample) : IMemoryMeter
{
    private long held;

    /// <summary>Sizes of the steps that were taken or tried.</summary>
    public List<int> Tried { get; } = [];

    public long Limit() => limit;

    public long PeakOf(Action action)
    {
        held = 0;
        action();
        return held;
    }

    public int Step(int size)
    {
        Tried.Add(size);
        held = fixedBytes + perSample * size;
        return held <= limit ? size : throw new InvalidOperationException("DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes.");
    }
}
