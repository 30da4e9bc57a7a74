namespace LsKdWeb.Components.Shared;

/// <summary>Metrics in words.</summary>
public static class MetricNames
{
    private static readonly (string Name, string Title, string? Unit)[] Known =
    [
        ("loss", "Loss", "nats"), ("top1", "Top-1 accuracy", null), ("kd_ce", "Distillation cross-entropy", "nats"),
        ("kd_kl", "Distillation divergence", "nats"), ("hard_ce", "Cross-entropy with the label", "nats"), ("nll", "Negative log-likelihood", "nats"),
        ("ece_15", "Expected calibration error, 15 bins", null), ("top5", "Top-5 accuracy", null),
        ("teacher_entropy", "Entropy of the teacher's labels", "nats"), ("learning_rate", "Learning rate", null),
        ("bleu", "BLEU", null), ("chrf", "chrF", null), ("perplexity", "Perplexity", null),
    ];

    /// <summary>What a tag measures: the part after the split.</summary>
    public static string Quantity(string tag) => tag[(tag.IndexOf('/') + 1)..];

    /// <summary>The split a tag is about, or the tag itself.</summary>
    public static string Part(string tag) => tag.IndexOf('/') is > 0 and var slash ? tag[..slash] : tag;

    /// <summary>A quantity in words.</summary>
    public static string Title(string quantity) => Known.FirstOrDefault(k => k.Name == quantity).Title ?? quantity;

    /// <summary>Its unit, or null.</summary>
    public static string? Unit(string quantity) => Known.FirstOrDefault(k => k.Name == quantity).Unit;

    /// <summary>Place in a page: the known ones first, in the order people look for them.</summary>
    public static (int, string) Rank(string quantity) => Array.FindIndex(Known, k => k.Name == quantity) is >= 0 and var i ? (i, quantity) : (Known.Length, quantity);
}
