using LsKd.Core.Catalogs;
using LsKd.Core.Specs;
using LsKd.Core.Studies.Catalog;

namespace LsKd.Core.Studies.Plans;

/// <summary>Refuses a study that cannot be run, by the name of the setting at fault.</summary>
public static class StudySpecCheck
{
    /// <summary>What is wrong with a study; empty when nothing is.</summary>
    public static IReadOnlyList<string> Problems(StudySpec spec) => [.. Find(spec)];

    /// <summary>Refuses a study with problems.</summary>
    /// <exception cref="ArgumentException">The message lists all problems.</exception>
    public static void Demand(StudySpec spec)
    {
        if (Problems(spec) is { Count: > 0 } problems)
            throw new ArgumentException(string.Join(' ', problems));
    }

    private static IEnumerable<string> Find(StudySpec spec)
    {
        if (StudyCatalog.Find(spec.Study) is null)
            yield return $"study: there is no study '{spec.Study}' (known: {string.Join(", ", StudyCatalog.All.Select(s => s.Name))}).";
        if (spec.Seeds.Distinct().Count() != spec.Seeds.Count)
            yield return "seeds: a seed is named twice.";
        if (spec.Seeds.Any(s => s < 0))
            yield return "seeds: a seed must not be negative.";
        if (spec.Smoothings.Any(a => a is < 0 or >= 1 || double.IsNaN(a)))
            yield return "smoothings: a factor must lie in [0, 1).";
        if (spec.Smoothings.Count == 1 || spec.Smoothings.Distinct().Count() != spec.Smoothings.Count)
            yield return "smoothings: name at least two different factors, or none.";
        if (spec.Temperatures.Any(t => t <= 0 || !double.IsFinite(t)))
            yield return "temperatures: a temperature must be above 0.";
        if (spec.ClassCounts.Any(k => k < 2))
            yield return "classCounts: at least two classes are needed.";
        if (spec.ImbalanceFactors.Any(f => f < 1 || !double.IsFinite(f)))
            yield return "imbalanceFactors: a factor must be at least 1.";
        if (spec.Data is { } wanted && Misfit(spec, TranslationCatalog.IsCorpus(wanted.Dataset)) is { } misfit)
            yield return misfit;
        foreach (var model in Models(spec))
            if (ModelCatalog.Find(model.Name) is null && !TranslationCatalog.IsModel(model.Name))
                yield return $"networks: there is no network '{model.Name}'.";
        if (spec.Data is { } data && DatasetCatalog.Find(data.Dataset) is null && !TranslationCatalog.IsCorpus(data.Dataset))
            yield return $"data.dataset: there is no data set '{data.Dataset}'.";
        foreach (var objective in spec.Objectives)
            if (ObjectiveCatalog.Find(objective.Name) is not { NeedsTeacher: true })
                yield return $"objectives: '{objective.Name}' is not a distillation objective.";
        if (spec.Training is { } training && (training.Epochs < 1 || training.BatchSize < 1))
            yield return "training: epochs and batch size must be at least 1.";
    }

    private static string? Misfit(StudySpec spec, bool translates)
    {
        var other = Models(spec).FirstOrDefault(m => TranslationCatalog.IsModel(m.Name) != translates);
        return other is null ? null : $"networks: '{other.Name}' does not work on the data set '{spec.Data!.Dataset}'.";
    }

    private static IEnumerable<ModelSpec> Models(StudySpec spec) =>
        spec.Pairs.SelectMany(p => new[] { p.Teacher, p.Student }).Concat(spec.Networks);
}
