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
}

/// <summary>All objectives.</summary>
public static partial class ObjectiveCatalog
{
    /// <summary>Every objective, in the order of the form.</summary>
    public static IReadOnlyList<ObjectiveDescriptor> All { get; } =
    [
        new("cross-entropy", "Cross-entropy with label smoothing", "H(y_alpha, p)",
            "Szegedy et al. 2016; Mueller et al. 2019, Sec. 2; Shen et al. 2021, Eq. 1", false, ObjectiveSettings.Smoothing),
        new("soft-cross-entropy", "Distillation, teacher's labels alone (Shen)", "H(pT, pS), T = 1",
            "Shen et al. 2021, Eq. 3-4", true, ObjectiveSettings.None),
        new("kd", "Distillation with temperature (Hinton)", "(1 - beta) H(y, pS) + beta T^2 KL(pT(T) || pS(T))",
            "Hinton et al. 2015; Chandrasegaran et al. 2022 with beta = 1", true,
            ObjectiveSettings.Temperature | ObjectiveSettings.SoftWeight),
        new("kd-teacher-softened", "Distillation, only the teacher softened (Mueller)",
            "(1 - beta) H(y, pS) + beta H(pT(T), pS)", "Mueller et al. 2019, Sec. 4", true,
            ObjectiveSettings.Temperature | ObjectiveSettings.SoftWeight),
    ];

    /// <summary>Finds an objective by name, or null.</summary>
    public static ObjectiveDescriptor? Find(string name) => All.FirstOrDefault(o => o.Name == name);
}
