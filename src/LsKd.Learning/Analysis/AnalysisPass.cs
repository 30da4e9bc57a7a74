using LsKd.Learning.Analysis.Metrics;
using LsKd.Learning.Native;

namespace LsKd.Learning.Analysis;

/// <summary>Runs a whole analysis over a source that can be read more than once.</summary>
public static class AnalysisPass
{
    /// <summary>Samples on which the temperature is fitted where reading the source again costs a forward pass.</summary>
    public const int TemperatureSamples = 20_000;

    /// <summary>Streams the source through an accumulator: first pass, temperature, second pass.</summary>
    /// <param name="source">The samples.</param>
    /// <param name="head">The last layer.</param>
    /// <param name="options">Settings.</param>
    /// <param name="onFirstPass">Sees every batch of the first pass, which it must not dispose.</param>
    /// <returns>The finished accumulator, which the caller disposes, and remarks of its own.</returns>
    public static (AnalysisAccumulator Accumulator, IReadOnlyList<string> Remarks) Run(
        IAnalysisSource source, NetworkHead head, AnalysisOptions options, Action<AnalysisBatch>? onFirstPass = null)
    {
        var accumulator = new AnalysisAccumulator(head, options);
        try
        {
            using var kept = source.IsCheapToRepeat ? null : new LogitSample(source.Count, TemperatureSamples, options.Seed);
            foreach (var batch in source.Batches())
                using (batch)
                {
                    CollectionPoint.Pass();
                    accumulator.Add(batch);
                    kept?.Add(batch);
                    onFirstPass?.Invoke(batch);
                }
            accumulator.BeginSecondPass(TemperatureScaling.Fit(kept is null ? source.LogitBatches : kept.Batches));
            foreach (var batch in source.Batches())
                using (batch)
                {
                    CollectionPoint.Pass();
                    accumulator.AddAgain(batch);
                }
            return (accumulator, kept?.Remarks ?? []);
        }
        catch
        {
            accumulator.Dispose();
            throw;
        }
    }
}
