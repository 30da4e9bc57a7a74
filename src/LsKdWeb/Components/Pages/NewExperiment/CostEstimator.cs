using LsKd.Core.Catalogs;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Store.Contracts;

namespace LsKdWeb.Components.Pages.NewExperiment;

/// <summary>What a run will probably cost, from what finished runs did.</summary>
/// <param name="Seconds">Wall time of one run, or null while nothing like it has finished.</param>
/// <param name="PeakMemory">Bytes of the largest like it, or null.</param>
/// <param name="Basis">What the estimate rests on, for people.</param>
public sealed record CostEstimate(double? Seconds, long? PeakMemory, string Basis);

/// <summary>Estimates time and memory of a run from past runs with the same model and data set.</summary>
internal sealed class CostEstimator(IRunCatalog catalog)
{
    private const int Considered = 24;

    /// <summary>The estimate for a spec.</summary>
    public async Task<CostEstimate> EstimateAsync(RunSpec spec, CancellationToken cancel = default)
    {
        var page = await catalog.QueryAsync(
            new() { Datasets = [spec.Data.Dataset], Models = [spec.Model.Name], States = [RunState.Succeeded], Take = Considered, Archived = null }, cancel);
        List<RunDetails> past = [];
        foreach (var run in page.Runs)
            if (await catalog.DetailsAsync(run.Id, cancel) is { Result: { Seconds: > 0, Epochs: > 0 } } details)
                past.Add(details);
        var alike = past.Where(p => SameShape(p.Spec, spec) && IsLongEnough(p, spec)).ToList();
        return alike.Count == 0
            ? ReferenceCost.Of(spec, Asked(spec)) ?? new(null, null, "Unknown until a run of some length with this model, width and data set has finished.")
            : From(alike, spec);
    }

    // A tiny run is mostly start-up and evaluation: scaled a thousandfold it would promise hours.
    private static bool IsLongEnough(RunDetails past, RunSpec spec) =>
        past.Result!.Epochs * TrainSamples(past) >= 0.05 * spec.Training.Epochs * TrainSamples(spec, past);

    private static CostEstimate From(List<RunDetails> past, RunSpec spec)
    {
        var rates = past.Select(p => p.Result!.Seconds / (p.Result.Epochs * TrainSamples(p))).Order().ToList();
        var seconds = rates[rates.Count / 2] * spec.Training.Epochs * TrainSamples(spec, past[0]);
        var runs = past.Count == 1 ? "one finished run" : $"the median of {past.Count} finished runs";
        return new(seconds, past.Max(p => p.Result!.PeakMemory), $"From {runs} with this model, width and data set, scaled by epochs and training {(spec.Task == RunTask.Translation ? "pairs" : "samples")}.");
    }

    private static bool SameShape(RunSpec past, RunSpec spec) =>
        Width(past) == Width(spec) && Distils(past) == Distils(spec) && past.Data.ImageSize == spec.Data.ImageSize && Size(past) == Size(spec);

    private static TransformerSize? Size(RunSpec spec) =>
        spec.Task == RunTask.Translation ? TranslationCatalog.SizeOf(spec.Model, spec.Translation ?? new()) : null;

    private static int? Width(RunSpec spec) => spec.Task == RunTask.Translation ? null : spec.Model.Width ?? ModelCatalog.Find(spec.Model.Name)?.DefaultWidth;

    private static bool Distils(RunSpec spec) => ObjectiveCatalog.Find(spec.Objective.Name) is { NeedsTeacher: true };

    private static double TrainSamples(RunDetails past) =>
        past.Environment?.SplitSizes.GetValueOrDefault("train") is > 0 and var n ? n : Asked(past.Spec) ?? 1;

    private static double TrainSamples(RunSpec spec, RunDetails alike) => Asked(spec) ?? TrainSamples(alike);

    private static double? Asked(RunSpec spec)
    {
        var whole = DatasetCatalog.Find(spec.Data.Dataset)?.TrainSamples is > 0 and var n ? n * (1 - spec.Data.ValidationFraction)
            : TranslationCatalog.Corpora.FirstOrDefault(c => c.Name == spec.Data.Dataset)?.TrainPairs is > 0 and var pairs ? pairs : (double?)null;
        return spec.Data.TrainSize is { } size ? Math.Min(size, whole ?? size) * spec.Data.Fraction : whole * spec.Data.Fraction;
    }
}
