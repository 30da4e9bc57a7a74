using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace LsKd.EndToEnd.Benchmarks;

/// <summary>What a benchmark measured: to the test's output and, as JSON, to the file that <c>LSKD_BENCHMARK_OUT</c> names.</summary>
internal sealed class Figures
{
    private readonly SortedDictionary<string, double> figures = new(StringComparer.Ordinal);

    /// <summary>A figure by name.</summary>
    public double this[string name]
    {
        get => figures[name];
        set => figures[name] = value;
    }

    /// <summary>Notes median, 95th percentile and largest of some times in milliseconds.</summary>
    public void Add(string name, IReadOnlyCollection<double> times)
    {
        var sorted = times.Order().ToList();
        figures[$"{name}, n"] = sorted.Count;
        figures[$"{name}, median ms"] = sorted[sorted.Count / 2];
        figures[$"{name}, p95 ms"] = sorted[(int)(sorted.Count * 0.95)];
        figures[$"{name}, max ms"] = sorted[^1];
    }

    /// <summary>Times of something done again and again, in milliseconds.</summary>
    public static async Task<IReadOnlyList<double>> TimeAsync(Func<Task> act, Func<int, bool> goesOn, int pauseMs = 0)
    {
        var times = new List<double>();
        while (goesOn(times.Count))
        {
            var watch = Stopwatch.StartNew();
            await act();
            times.Add(watch.Elapsed.TotalMilliseconds);
            await Task.Delay(pauseMs);
        }
        return times;
    }

    /// <summary>Writes everything, with what the machine was busy with.</summary>
    public void Report()
    {
        figures["machine, processors"] = Environment.ProcessorCount;
        figures["machine, load average (1 min) at the end"] = LoadAverage();
        foreach (var (name, value) in figures)
            TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant($"{name}: {value:0.##}"));
        if (Environment.GetEnvironmentVariable("LSKD_BENCHMARK_OUT") is { Length: > 0 } path)
            File.WriteAllText(path, JsonSerializer.Serialize(figures, new JsonSerializerOptions { WriteIndented = true }));
    }

    /// <summary>Programs that wanted a processor in the last minute.</summary>
    public static double LoadAverage() => File.Exists("/proc/loadavg")
        ? double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture)
        : 0;
}
