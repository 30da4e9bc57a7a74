using LsKd.Core.Catalogs;
using LsKd.Core.Specs;
using LsKd.Core.Studies.Catalog;
using LsKd.Core.Studies.Designs;
using LsKd.Core.Studies.Plans;

namespace LsKd.Core.Studies.Reports;

/// <summary>What differs between the paper's setting and the study's.</summary>
public static class SettingDifferences
{
    /// <summary>A line each for data, networks, training and seeds; empty where there is no paper to differ from.</summary>
    public static IReadOnlyList<string> Of(StudyDescriptor study, StudyPlan plan)
    {
        if (study.Setting is not { } paper || plan.Runs.Count == 0)
            return [];
        var first = plan.Runs[0].Spec;
        var epochs = plan.Runs.Select(r => r.Spec.Training.Epochs).Distinct().Order();
        return
        [
            $"Data: the paper used {paper.Data}; here {Data(plan)}.",
            $"Networks: the paper used {paper.Networks}; here {string.Join(", ", plan.Runs.Select(r => Networks.Label(r.Spec.Model)).Distinct())}.",
            $"Training: the paper: {paper.Training}; here {string.Join(" or ", epochs)} epochs, {Batch(first)}, " +
                $"{first.Training.Optimizer.Name}, {first.Training.Schedule.Name} schedule, {plan.Runs.Select(r => r.Seed).Distinct().Count()} seed(s).",
        ];
    }

    private static string Batch(RunSpec spec) => spec.Task == RunTask.Translation
        ? $"batches of {(spec.Translation ?? new()).BatchTokens:N0} units"
        : $"batch {spec.Training.BatchSize}";

    private static string Data(StudyPlan plan)
    {
        var data = plan.Runs.Select(r => r.Spec.Data).First();
        var title = DatasetCatalog.Find(data.Dataset)?.Title
            ?? TranslationCatalog.Corpora.FirstOrDefault(c => c.Name == data.Dataset)?.Title ?? data.Dataset;
        var samples = TranslationCatalog.IsCorpus(data.Dataset) ? "pairs" : "images";
        return data.TrainSize is { } size ? $"{title}, {size:N0} training {samples}" : title;
    }
}
