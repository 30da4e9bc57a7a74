namespace LsKd.Core.Studies.Catalog;

/// <summary>All studies, in the order of the board.</summary>
public static partial class StudyCatalog
{
    private const string Shen = "Shen et al., Is Label Smoothing Truly Incompatible with Knowledge Distillation, ICLR 2021";
    private const string Mueller = "Müller, Kornblith, Hinton, When Does Label Smoothing Help?, NeurIPS 2019";
    private const string Chandrasegaran = "Chandrasegaran et al., Revisiting Label Smoothing and Knowledge Distillation Compatibility, ICML 2022";

    /// <summary>Every study.</summary>
    public static IReadOnlyList<StudyDescriptor> All { get; } =
    [
        Quick, Clusters, Stability, SoftLabels, LsTeacher, Temperature, Identity, Calibration, BetterTeachers, LongTail, ManyClasses,
        ErasedInformation, Binary, Translation, Custom,
    ];

    /// <summary>Finds a study by name, or null.</summary>
    public static StudyDescriptor? Find(string name) => All.FirstOrDefault(s => s.Name == name);

    /// <summary>A study by name.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static StudyDescriptor Get(string name) => Find(name) ?? throw new ArgumentException(
        $"There is no study '{name}'. Known: {string.Join(", ", All.Select(s => s.Name))}.", nameof(name));
}
