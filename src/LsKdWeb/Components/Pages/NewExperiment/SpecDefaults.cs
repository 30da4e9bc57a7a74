using LsKd.Core.Catalogs;
using LsKd.Core.Specs;

namespace LsKdWeb.Components.Pages.NewExperiment;

/// <summary>A sensible start for each data set: what a user would otherwise have to look up.</summary>
public static class SpecDefaults
{
    /// <summary>Weight of the teacher in translation, where the hard labels are kept.</summary>
    public const double TranslationSoftWeight = 0.5;

    /// <summary>The spec with data, model, length and augmentations that suit a data set; the objective stays.</summary>
    public static RunSpec For(RunSpec spec, string dataset)
    {
        if (TranslationCatalog.IsCorpus(dataset))
            return Translation(spec, dataset);
        var side = DatasetCatalog.Find(dataset)?.ImageSize ?? 0;
        var colour = DatasetCatalog.Find(dataset)?.Channels == 3;
        return (side, colour) switch
        {
            ( > 0 and <= 32, false) => Small(spec, dataset),
            ( > 0 and <= 32, true) => Cifar(spec, dataset),
            ( > 0 and <= 64, _) => Large(spec, dataset, null, 100),
            _ => Large(spec, dataset, 224, 90),
        };
    }

    private static RunSpec Small(RunSpec spec, string dataset) => spec with
    {
        Task = RunTask.ImageClassification, Translation = null,
        Data = new() { Dataset = dataset }, Model = new() { Name = "resnet8" },
        Training = spec.Training with { Epochs = 8, BatchSize = 128, Optimizer = new(), Schedule = new() },
    };

    private static RunSpec Cifar(RunSpec spec, string dataset) => spec with
    {
        Task = RunTask.ImageClassification, Translation = null,
        Data = new() { Dataset = dataset, Augmentations = [new() { Name = "crop", Amount = 4 }, new() { Name = "flip", Probability = 0.5 }] },
        Model = new() { Name = "resnet56" },
        Training = spec.Training with { Epochs = 200, BatchSize = 128, Optimizer = new(), Schedule = new() { WarmupEpochs = 5 } },
    };

    private static RunSpec Large(RunSpec spec, string dataset, int? side, int epochs) => spec with
    {
        Task = RunTask.ImageClassification, Translation = null,
        Data = new()
        {
            Dataset = dataset, ImageSize = side,
            Augmentations = [new() { Name = "resized-crop" }, new() { Name = "flip", Probability = 0.5 }],
        },
        Model = new() { Name = "resnet18" },
        Training = spec.Training with
        {
            Epochs = epochs, BatchSize = 256, Optimizer = new() { WeightDecay = 1e-4 }, Schedule = new() { WarmupEpochs = 5 },
        },
    };

    private static RunSpec Translation(RunSpec spec, string corpus) => spec with
    {
        Task = RunTask.Translation, Translation = spec.Translation ?? new(), Data = new() { Dataset = corpus },
        Model = new() { Name = corpus == "wesnoth" ? "transformer-tiny" : "transformer-iwslt-small" },
        Training = spec.Training with
        {
            Epochs = 10, BatchSize = new TrainingSpec().BatchSize,
            Optimizer = new() { Name = "adam", LearningRate = 1e-3, WeightDecay = 0, Beta2 = 0.98 },
            Schedule = new() { Name = "inverse-sqrt", WarmupSteps = 1000 },
        },
    };
}
