using System.Diagnostics;

namespace LsKd.Benchmarks.Shared;

/// <summary>Times actions.</summary>
internal static class Clock
{
    /// <summary>Seconds of the fastest of some rounds: what is left when nobody else disturbs.</summary>
    public static double Best(int rounds, Action action) =>
        Enumerable.Range(0, rounds).Min(_ =>
        {
            var watch = Stopwatch.StartNew();
            action();
            return watch.Elapsed.TotalSeconds;
        });

    /// <summary>Processor seconds (of all threads) of the cheapest of some rounds: hardly moved by what else runs.</summary>
    public static double BestProcessor(int rounds, Action action) =>
        Enumerable.Range(0, rounds).Min(_ =>
        {
            var before = Environment.CpuUsage.TotalTime;
            action();
            return (Environment.CpuUsage.TotalTime - before).TotalSeconds;
        });
}
