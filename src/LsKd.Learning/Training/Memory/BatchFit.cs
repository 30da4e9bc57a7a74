namespace LsKd.Learning.Training.Memory;

/// <summary>Memory of a training step as a straight line over its samples, and what may be taken.</summary>
/// <param name="Fixed">Bytes that no batch size changes: program, data, weights, optimiser.</param>
/// <param name="PerSample">Bytes of a sample.</param>
/// <param name="Limit">Bytes that the process may hold.</param>
internal sealed record BatchFit(double Fixed, double PerSample, long Limit)
{
    // The rest is for evaluation, fragmentation, and others on the machine.
    private const double Usable = 0.85;
    private const int FirstSize = 8, Growth = 2;

    // Steps of one size differ by tens of megabytes. A difference of this share of the limit stands out, and of twice as much at most goes
    // nowhere near the limit, where native code may end the process.
    private const double Clear = 0.2;

    /// <summary>The largest number of samples that leaves 15 % of the memory free; 0 where none does.</summary>
    public int Fitting => (int)Math.Clamp(Math.Floor((Limit * Usable - Fixed) / PerSample), 0, int.MaxValue);

    /// <summary>Bytes of a step.</summary>
    public double Needs(int samples) => Fixed + PerSample * samples;

    /// <summary>Measures small steps, each twice the last, until their memory differs clearly.</summary>
    /// <param name="meter">Measures.</param>
    /// <param name="wanted">The size in question; no larger step is taken.</param>
    /// <param name="step">Takes a step of about so many samples and returns how many they were.</param>
    /// <returns>The line; null where no sizes differ in memory, as with a tiny data set.</returns>
    public static BatchFit? Measure(IMemoryMeter meter, int wanted, Func<int, int> step)
    {
        var size = Math.Clamp(wanted / Growth, 1, FirstSize);
        try
        {
            // The first steps load libraries and data.
            step(size);
            return Climb(meter, wanted, Point(meter, size, step), step);
        }
        catch (Exception e) when (OutOfMemory.Is(e))
        {
            return new BatchFit(meter.Limit(), 1, meter.Limit());
        }
    }

    private static BatchFit? Climb(IMemoryMeter meter, int wanted, (int Samples, long Bytes) low, Func<int, int> step)
    {
        var limit = meter.Limit();
        var high = low;
        for (var size = low.Samples * Growth; size <= wanted && high.Bytes - low.Bytes < Clear * limit; size *= Growth)
            high = Point(meter, size, step);
        if (high.Samples <= low.Samples || high.Bytes <= low.Bytes)
            return null;
        var perSample = (double)(high.Bytes - low.Bytes) / (high.Samples - low.Samples);
        return new BatchFit(low.Bytes - perSample * low.Samples, perSample, limit);
    }

    private static (int Samples, long Bytes) Point(IMemoryMeter meter, int size, Func<int, int> step)
    {
        var samples = 0;
        var bytes = meter.PeakOf(() => samples = step(size));
        return (samples, bytes);
    }
}
