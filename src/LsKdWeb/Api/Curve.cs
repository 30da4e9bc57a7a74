using LsKd.Store.Contracts;

namespace LsKdWeb.Api;

/// <summary>The part of a curve that is asked for.</summary>
/// <param name="Points">Most points to answer.</param>
/// <param name="From">First step, or null.</param>
/// <param name="To">Last step, or null.</param>
internal sealed record CurveRange(int Points, long? From, long? To);

/// <summary>A curve of one run, or mean ± standard deviation of several.</summary>
internal sealed record Curve(double[] Steps, double[] Epochs, double[] Seconds, double[] Values, long StoredPoints)
{
    private double[] Low { get; init; } = [];

    private double[] High { get; init; } = [];

    /// <summary>What the reader must know.</summary>
    public string Note { get; init; } = "";

    /// <summary>Reads a curve; an unknown run or metric gives an empty one.</summary>
    public static async Task<Curve> ReadAsync(IRunCatalog catalog, CurveRequest request, CurveRange range, CancellationToken cancel)
    {
        if (request.Runs.Count == 1)
            return Single(await SeriesAsync(catalog, request.Runs[0], request.Tag, range, cancel));
        var whole = range with { Points = int.MaxValue };
        var all = await Task.WhenAll(request.Runs.Select(run => SeriesAsync(catalog, run, request.Tag, whole, cancel)));
        return Aggregate([.. all.OfType<MetricSeries>().Where(m => m.Values.Count > 0)], request, range.Points);
    }

    /// <summary>Adds the columns under the index of the request.</summary>
    public void AddTo(Columns columns, int index)
    {
        columns.Add($"{index}.steps", Steps);
        columns.Add($"{index}.epochs", Epochs);
        columns.Add($"{index}.seconds", Seconds);
        columns.Add($"{index}.values", Values);
        if (Low.Length == 0)
            return;
        columns.Add($"{index}.low", Low);
        columns.Add($"{index}.high", High);
    }

    private static async Task<MetricSeries?> SeriesAsync(IRunCatalog catalog, string run, string tag, CurveRange range, CancellationToken cancel) =>
        (await catalog.SeriesAsync(run, [tag], range.Points, range.From, range.To, cancel)).FirstOrDefault();

    private static Curve Single(MetricSeries? series) => series is null
        ? new Curve([], [], [], [], 0)
        : new Curve([.. series.Steps.Select(s => (double)s)], [.. series.Epochs], [.. series.Seconds], [.. series.Values], series.StoredPoints);

    private static Curve Aggregate(MetricSeries[] runs, CurveRequest request, int points)
    {
        if (runs.Length < 2)
            return Single(runs.FirstOrDefault()) with { Note = $"{request.Tag}: {runs.Length} of {request.Runs.Count} runs have it." };
        var shared = SharedSteps(runs);
        var kept = Thin(shared, points);
        var (mean, sd) = (new double[kept.Length], new double[kept.Length]);
        var places = runs.Select(r => r.Steps.Select((step, i) => (step, i)).ToDictionary(p => p.step, p => p.i)).ToArray();
        for (var i = 0; i < kept.Length; i++)
            (mean[i], sd[i]) = Spread([.. runs.Select((r, k) => r.Values[places[k][kept[i]]])]);
        var first = kept.Select(step => places[0][step]).ToArray();
        return new Curve(
            [.. kept.Select(s => (double)s)], [.. first.Select(i => runs[0].Epochs[i])], [.. first.Select(i => runs[0].Seconds[i])], mean, shared.Length)
        {
            Low = [.. mean.Zip(sd, (m, d) => m - d)],
            High = [.. mean.Zip(sd, (m, d) => m + d)],
            Note = $"Bands: mean ± standard deviation over n = {runs.Length} runs at the steps that all have.",
        };
    }

    private static long[] SharedSteps(MetricSeries[] runs) =>
        [.. runs.Skip(1).Aggregate(runs[0].Steps.ToHashSet(), (shared, run) => { shared.IntersectWith(run.Steps); return shared; }).Order()];

    // Evenly spaced steps, the last always among them: a mean over runs has no single extreme to keep.
    private static long[] Thin(long[] steps, int points)
    {
        if (steps.Length <= points)
            return steps;
        return [.. Enumerable.Range(0, points).Select(i => steps[(int)((long)i * (steps.Length - 1) / (points - 1))])];
    }

    private static (double Mean, double Deviation) Spread(double[] values)
    {
        var mean = values.Average();
        return (mean, Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1)));
    }
}
