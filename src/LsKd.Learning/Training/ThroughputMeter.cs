using System.Diagnostics;
using LsKd.Learning.Training.Events;

namespace LsKd.Learning.Training;

/// <summary>Keeps a run's standing up to date: samples per second of late and the time left.</summary>
internal sealed class ThroughputMeter(Progress progress, int epochs, int stepsPerEpoch)
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);
    private const double Smoothing = 0.3;
    private readonly Stopwatch watch = Stopwatch.StartNew();
    private TimeSpan last;
    private long samples, steps;
    private double samplesPerSecond, secondsPerStep;

    /// <summary>Goes on with training, and leaves out the time since the last step, which went into something else.</summary>
    public void Restart(int epoch, long step)
    {
        (last, samples, steps) = (watch.Elapsed, 0, 0);
        Tell(epoch, step);
    }

    /// <summary>Counts a step.</summary>
    public void Add(int epoch, long step, int count)
    {
        samples += count;
        steps++;
        var elapsed = watch.Elapsed - last;
        if (elapsed < Period)
            return;
        samplesPerSecond = Blend(samplesPerSecond, samples / elapsed.TotalSeconds);
        secondsPerStep = Blend(secondsPerStep, elapsed.TotalSeconds / steps);
        (last, samples, steps) = (watch.Elapsed, 0, 0);
        Tell(epoch, step);
    }

    private void Tell(int epoch, long step)
    {
        var all = (long)epochs * stepsPerEpoch;
        progress.Current = new("training", epoch, epochs, step, all, samplesPerSecond, secondsPerStep > 0 ? (all - step) * secondsPerStep : null);
    }

    private static double Blend(double old, double value) => old == 0 ? value : old + Smoothing * (value - old);
}
