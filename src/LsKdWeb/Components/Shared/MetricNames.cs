using LsKdWeb.Components.Charts;

namespace LsKdWeb.Components.Shared;

/// <summary>Metrics in words.</summary>
public static class MetricNames
{
    private static readonly (string Name, string Title, string Short, string? Unit)[] Known =
    [
        ("loss", "Loss", "loss", "nats"), ("top1", "Top-1 accuracy", "top-1", null),
        ("kd_ce", "Distillation cross-entropy", "distillation cross-entropy", "nats"),
        ("kd_kl", "Distillation divergence", "distillation divergence", "nats"),
        ("hard_ce", "Cross-entropy with the label", "cross-entropy with the label", "nats"),
        ("nll", "Negative log-likelihood", "NLL", "nats"), ("ece_15", "Expected calibration error, 15 bins", "ECE", null),
        ("top5", "Top-5 accuracy", "top-5", null), ("teacher_entropy", "Entropy of the teacher's labels", "entropy of the teacher's labels", "nats"),
        ("learning_rate", "Learning rate", "learning rate", null), ("bleu", "BLEU", "BLEU", null), ("chrf", "chrF", "chrF", null),
        ("perplexity", "Perplexity", "perplexity", null),
    ];

    /// <summary>What a tag measures: the part after the split.</summary>
    public static string Quantity(string tag) => tag[(tag.IndexOf('/') + 1)..];

    /// <summary>The split a tag is about, or the tag itself.</summary>
    public static string Part(string tag) => tag.IndexOf('/') is > 0 and var slash ? tag[..slash] : tag;

    /// <summary>A quantity in words.</summary>
    public static string Title(string quantity) => Known.FirstOrDefault(k => k.Name == quantity).Title ?? quantity;

    /// <summary>Its unit, or null.</summary>
    public static string? Unit(string quantity) => Known.FirstOrDefault(k => k.Name == quantity).Unit;

    /// <summary>A tag in a few words, such as <c>Test top-1</c> or <c>Training loss (nats)</c>; an unknown one as it is.</summary>
    public static string Label(string tag, bool unit = false)
    {
        if (Known.FirstOrDefault(k => k.Name == Quantity(tag)) is not { Short: { } words } known || Split(Part(tag)) is not { } split)
            return tag;
        return unit && known.Unit is { } name ? $"{split} {words} ({name})" : $"{split} {words}";
    }

    /// <summary>The vertical axis of a quantity: its unit, its limits, and shares as per cent.</summary>
    public static ChartAxis Axis(string quantity, string? title = null) => new(title ?? Title(quantity), Unit(quantity))
    {
        Limits = Figure.IsRate(quantity) ? [0, 1] : [0, null],
        Format = Figure.IsRate(quantity) ? "~%" : null,
    };

    /// <summary>Place in a page: the known ones first, in the order people look for them.</summary>
    public static (int, string) Rank(string quantity) => Array.FindIndex(Known, k => k.Name == quantity) is >= 0 and var i ? (i, quantity) : (Known.Length, quantity);

    private static string? Split(string part) => part switch
    {
        "train" => "Training",
        "validation" => "Validation",
        "test" => "Test",
        _ => null,
    };
}
