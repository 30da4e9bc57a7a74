using LsKd.Core.Specs;

namespace LsKd.Core.Catalogs;

/// <summary>The settings of an objective that a form shows.</summary>
[Flags]
public enum ObjectiveSettings
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Smoothing factor and convention.</summary>
    Smoothing = 1,

    /// <summary>Temperature.</summary>
    Temperature = 2,

    /// <summary>Weight of the soft part.</summary>
    SoftWeight = 4,

    /// <summary>The objective's first own weight.</summary>
    FirstWeight = 8,

    /// <summary>The objective's second own weight.</summary>
    SecondWeight = 16,
}

/// <summary>What is known of an objective without torch.</summary>
/// <param name="Name">The name in a spec.</param>
/// <param name="Title">The name for people.</param>
/// <param name="Formula">The loss in plain text.</param>
/// <param name="Source">Paper and equation.</param>
/// <param name="NeedsTeacher">Whether a teacher run must be named.</param>
/// <param name="Settings">Which settings of the spec it reads.</param>
public sealed record ObjectiveDescriptor(
    string Name, string Title, string Formula, string Source, bool NeedsTeacher, ObjectiveSettings Settings)
{
    /// <summary>Meaning and default of <c>firstWeight</c>, or null.</summary>
    public (string Meaning, double Default)? FirstWeight { get; init; }

    /// <summary>Meaning and default of <c>secondWeight</c>, or null.</summary>
    public (string Meaning, double Default)? SecondWeight { get; init; }

    /// <summary>The settings a form starts from.</summary>
    public ObjectiveSpec Defaults { get; init; } = new();
}

/// <summary>All objectives.</summary>
public static partial class ObjectiveCatalog
{
    /// <summary>Every objective, in the order of the form.</summary>
    public static IReadOnlyList<ObjectiveDescriptor> All { get; } =
        [.. Entries().Select(e => e with { Defaults = e.Defaults with
        {
            Name = e.Name, FirstWeight = e.FirstWeight?.Default, SecondWeight = e.SecondWeight?.Default,
        } })];

    /// <summary>Finds an objective by name, or null.</summary>
    public static ObjectiveDescriptor? Find(string name) => All.FirstOrDefault(o => o.Name == name);

    private static IEnumerable<ObjectiveDescriptor> Entries() => [.. Hard(), .. Distillations(), .. LaterDistillations()];

    private static IEnumerable<ObjectiveDescriptor> Hard() =>
    [
        new("cross-entropy", "Cross-entropy with label smoothing", "H(y_a, p); y_a = (1 - a) y + a / K, or 1 - a on the label and a / (K - 1) elsewhere",
            "Szegedy et al. 2016; Mueller et al. 2019, Sec. 2; Shen et al. 2021, Eq. 1", false, ObjectiveSettings.Smoothing),
        new("max-sup", "Max suppression (MaxSup)", "H(y, p) + alpha (max z - mean z)", "Zhou et al. 2025", false, ObjectiveSettings.FirstWeight)
        {
            FirstWeight = ("alpha, weight of the penalty", 0.1),
        },
        new("tf-kd-virtual", "Virtual teacher (Tf-KD)", "(1 - beta) H(y, p) + beta m KL(softmax(u / T) || p); u = 0.99 on the label",
            "Yuan et al. 2020; KL as a batch mean", false,
            ObjectiveSettings.Temperature | ObjectiveSettings.SoftWeight | ObjectiveSettings.FirstWeight)
        {
            FirstWeight = ("m, multiplier of the KL", 1),
            Defaults = new() { Temperature = 20, SoftWeight = 0.1 },
        },
    ];

    private static IEnumerable<ObjectiveDescriptor> Distillations() =>
    [
        new("soft-cross-entropy", "Distillation, teacher's labels alone (Shen)", "H(pT, pS), T = 1",
            "Shen et al. 2021, Eq. 3-4", true, ObjectiveSettings.None),
        new("kd", "Distillation with temperature (Hinton)", "(1 - beta) H(y, pS) + beta T^2 KL(pT(T) || pS(T))",
            "Hinton et al. 2015; Chandrasegaran et al. 2022 with beta = 1", true,
            ObjectiveSettings.Temperature | ObjectiveSettings.SoftWeight)
        {
            Defaults = new() { Temperature = 4, SoftWeight = 0.9 },
        },
        new("kd-teacher-softened", "Distillation, only the teacher softened (Mueller)",
            "(1 - beta) H(y, pS) + beta H(pT(T), pS)", "Mueller et al. 2019, Sec. 4", true,
            ObjectiveSettings.Temperature | ObjectiveSettings.SoftWeight)
        {
            Defaults = new() { Temperature = 2 },
        },
        new("tf-kd-self", "Self-distillation (Tf-KD)", "(1 - beta) H(y, pS) + beta T^2 KL(pT(T) || pS(T)); teacher = an earlier run of the same network",
            "Yuan et al. 2020", true, ObjectiveSettings.Temperature | ObjectiveSettings.SoftWeight)
        {
            Defaults = new() { Temperature = 20, SoftWeight = 0.95 },
        },
    ];

    private static IEnumerable<ObjectiveDescriptor> LaterDistillations() =>
    [
        new("wsld", "Weighted soft labels (WSLD)", "H(y, pS) + alpha T^2 mean[w H(pT(T), pS(T))]; w = 1 - exp(-H(y, pS) / H(y, pT))",
            "Zhou et al. 2021", true, ObjectiveSettings.Temperature | ObjectiveSettings.FirstWeight)
        {
            FirstWeight = ("alpha, weight of the soft part", 2.5),
            Defaults = new() { Temperature = 2 },
        },
        new("dkd", "Decoupled distillation (DKD)", "H(y, pS) + T^2 (alpha TCKD + beta NCKD)", "Zhao et al. 2022", true,
            ObjectiveSettings.Temperature | ObjectiveSettings.FirstWeight | ObjectiveSettings.SecondWeight)
        {
            FirstWeight = ("alpha, weight of the target class", 1),
            SecondWeight = ("beta, weight of the other classes", 8),
            Defaults = new() { Temperature = 4 },
        },
        new("dist", "Relations by correlation (DIST)", "H(y, pS) + beta (1 - rho over samples) + gamma (1 - rho over classes)",
            "Huang et al. 2022", true, ObjectiveSettings.FirstWeight | ObjectiveSettings.SecondWeight)
        {
            FirstWeight = ("beta, between the classes of a sample", 1),
            SecondWeight = ("gamma, within a class over the batch", 1),
        },
        new("kd-standardised", "Distillation of standardised logits", "(1 - beta) H(y, pS) + m T^2 KL of z-scored logits at T",
            "Sun et al. 2024", true,
            ObjectiveSettings.Temperature | ObjectiveSettings.SoftWeight | ObjectiveSettings.FirstWeight)
        {
            FirstWeight = ("m, weight of the KL", 9),
            Defaults = new() { Temperature = 2, SoftWeight = 0.9 },
        },
    ];
}
