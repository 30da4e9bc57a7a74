using System.Globalization;

namespace LsKd.Core.Studies.Plans;

/// <summary>
/// A condition of a study's design, equal over seeds. Only what the study varies is set; <see cref="ToString"/> is the stored name.
/// </summary>
public sealed record StudyCell
{
    /// <summary>Part of the design: the network, the pair or the recipe; empty where there is one.</summary>
    public string Group { get; init; } = "";

    /// <summary>Smoothing factor of the network itself, or of the student's teacher.</summary>
    public double? Smoothing { get; init; }

    /// <summary>Distillation temperature.</summary>
    public double? Temperature { get; init; }

    /// <summary>Distillation objective, where it varies.</summary>
    public string? Objective { get; init; }

    /// <summary>Number of classes.</summary>
    public int? Classes { get; init; }

    /// <summary>Imbalance factor.</summary>
    public double? Imbalance { get; init; }

    /// <summary>The condition in one line, such as <c>resnet8 w16 ls=0.1 T=2</c>.</summary>
    public override string ToString() => string.Join(' ', Parts().Where(p => p.Length > 0));

    private IEnumerable<string> Parts() =>
    [
        Group,
        Smoothing is { } s ? $"ls={Text(s)}" : "",
        Objective ?? "",
        Temperature is { } t ? $"T={Text(t)}" : "",
        Classes is { } k ? $"K={k}" : "",
        Imbalance is { } i ? $"imbalance={Text(i)}" : "",
    ];

    private static string Text(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
