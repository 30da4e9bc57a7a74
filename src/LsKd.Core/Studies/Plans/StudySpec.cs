using System.Text.Json.Serialization;
using LsKd.Core.Specs;

namespace LsKd.Core.Studies.Plans;

/// <summary>How much is trained.</summary>
public enum StudySize
{
    /// <summary>A few hundred images for an epoch or two: proves that everything runs, says nothing of the claim.</summary>
    Tiny,

    /// <summary>Small networks on part of the data: minutes on two CPU cores.</summary>
    Quick,

    /// <summary>The whole data set and the field's usual networks: for a GPU or a night.</summary>
    Full,
}

/// <summary>A teacher's and a student's network.</summary>
public sealed record NetworkPair(ModelSpec Teacher, ModelSpec Student);

/// <summary>
/// A study as a document: which claim, over which seeds and settings. Whatever is null or empty takes the study's own choice for the size.
/// The same document is the form, the YAML file and what is stored, and expands into the same runs everywhere.
/// </summary>
public sealed record StudySpec
{
    /// <summary>Version of this document's layout.</summary>
    public int Version { get; init; } = 1;

    /// <summary>A name of <see cref="Catalog.StudyCatalog"/>.</summary>
    public string Study { get; init; } = "quick";

    /// <summary>A name for people; empty takes the study's title.</summary>
    public string Title { get; init; } = "";

    /// <summary>How much is trained.</summary>
    public StudySize Size { get; init; } = StudySize.Quick;

    /// <summary>Training seeds; every condition runs once with each. Empty takes the study's own.</summary>
    public IReadOnlyList<int> Seeds { get; init; } = [];

    /// <summary>Label-smoothing factors of the teachers; the first is compared against.</summary>
    public IReadOnlyList<double> Smoothings { get; init; } = [];

    /// <summary>Distillation temperatures.</summary>
    public IReadOnlyList<double> Temperatures { get; init; } = [];

    /// <summary>Where the smoothed mass goes.</summary>
    public SmoothingConvention Convention { get; init; } = SmoothingConvention.AllClasses;

    /// <summary>Data set and what is derived from it; null takes the study's own.</summary>
    public DataSpec? Data { get; init; }

    /// <summary>Teacher-student pairs.</summary>
    public IReadOnlyList<NetworkPair> Pairs { get; init; } = [];

    /// <summary>Networks of a study without students.</summary>
    public IReadOnlyList<ModelSpec> Networks { get; init; } = [];

    /// <summary>Distillation objectives, for the custom study.</summary>
    public IReadOnlyList<ObjectiveSpec> Objectives { get; init; } = [];

    /// <summary>Numbers of classes, for the study over them.</summary>
    public IReadOnlyList<int> ClassCounts { get; init; } = [];

    /// <summary>Imbalance factors, for the study of the long tail.</summary>
    public IReadOnlyList<double> ImbalanceFactors { get; init; } = [];

    /// <summary>Settings of the translation task, where the data is a corpus; null takes the size's own.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TranslationSpec? Translation { get; init; }

    /// <summary>Training settings (their seed is overwritten by <see cref="Seeds"/>); null takes the size's own.</summary>
    public TrainingSpec? Training { get; init; }
}
