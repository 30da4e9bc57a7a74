using LsKd.Core.Catalogs;
using LsKd.Core.Specs;

namespace LsKdWeb.Components.Pages.NewExperiment;

/// <summary>The words that the form's lists offer.</summary>
internal static class FormChoices
{
    public static IReadOnlyList<(string, string)> Datasets { get; } =
    [
        .. DatasetCatalog.All.Select(d => (d.Name, d.Title)),
        .. TranslationCatalog.Corpora.Select(c => (c.Name, $"Translation: {c.Title}")),
    ];

    public static IReadOnlyList<(string, string)> ImageModels { get; } = [.. ModelCatalog.All.Select(m => (m.Name, m.Title))];

    public static IReadOnlyList<(string, string)> TranslationModels { get; } = [.. TranslationCatalog.Models.Select(m => (m.Name, m.Title))];

    public static IReadOnlyList<(string, string)> Objectives { get; } = [.. ObjectiveCatalog.All.Select(o => (o.Name, o.Title))];

    public static IReadOnlyList<(string, string)> TranslationObjectives { get; } =
        [.. Objectives.Where(o => TranslationCatalog.Objectives.Contains(o.Item1))];

    public static IReadOnlyList<(SmoothingConvention, string)> Conventions { get; } =
    [
        (SmoothingConvention.AllClasses, "α/K on every class (Szegedy, Müller)"),
        (SmoothingConvention.WrongClasses, "α/(K − 1) on each other class (Shen)"),
    ];

    public static IReadOnlyList<(string, string)> Optimizers { get; } = [("sgd", "SGD"), ("adam", "Adam"), ("adamw", "AdamW")];

    public static IReadOnlyList<(string, string)> Schedules { get; } =
    [
        ("cosine", "Cosine"), ("step", "Steps at milestones"), ("constant", "Constant"), ("linear", "Linear"),
        ("one-cycle", "One cycle"), ("inverse-sqrt", "Inverse square root"),
    ];

    public static IReadOnlyList<(bool, string)> Vocabularies { get; } = [(true, "Joint, one for both languages"), (false, "Separate, one a language")];

    public static IReadOnlyList<(bool, string)> NormPlaces { get; } = [(true, "Before each sub-layer (pre-norm)"), (false, "After it (post-norm)")];

    public static IReadOnlyList<(Precision, string)> Precisions { get; } =
        [(Precision.Float32, "float32"), (Precision.BFloat16, "bfloat16 autocast")];

    public static IReadOnlyList<(SamplerKind, string)> Samplers { get; } =
        [(SamplerKind.Shuffle, "Every sample once"), (SamplerKind.ClassAware, "Classes equally often")];

    public static IReadOnlyList<(ClassOrder, string)> ClassOrders { get; } =
        [(ClassOrder.First, "The first ones"), (ClassOrder.Random, "Drawn by the data seed")];

    public static IReadOnlyList<(string Name, string Title, string Amount)> Augmentations { get; } =
    [
        ("crop", "Random crop", "padding in pixels"), ("flip", "Mirror", ""), ("resized-crop", "Resized crop", "smallest share of the area"),
        ("jitter", "Colour jitter", "strength"), ("rand-augment", "RandAugment", "strength"), ("cutmix", "CutMix", "Beta parameter"),
        ("mixup", "Mixup", "Beta parameter"),
    ];
}
