using LsKd.Core.Specs;
using LsKd.Core.Studies.Plans;
using LsKdWeb.Specs;

namespace LsKdWeb.Studies;

/// <summary>A study's document as a YAML file (JSON is read too).</summary>
internal static class StudyFile
{
    private static readonly Dictionary<string, object> Parts = new()
    {
        ["data"] = new DataSpec(), ["training"] = new TrainingSpec(), ["translation"] = new TranslationSpec(), ["networks"] = new ModelSpec(),
        ["pairs"] = new NetworkPair(new(), new()), ["objectives"] = new ObjectiveSpec(),
    };

    // A part that is there must be seen to be: left out, it would be the study's own choice.
    private static readonly string[] Always =
    [
        "study", "size", "seeds", "data.dataset", "training.epochs", "translation.vocabularySize", "networks.name", "pairs.teacher.name",
        "pairs.student.name", "objectives.name",
    ];

    /// <summary>Writes what differs from the defaults, and always the study's name, size and seeds.</summary>
    public static string Write(StudySpec spec) => SpecYaml.Write(spec, new StudySpec(), Parts, Always);

    /// <summary>Reads a document.</summary>
    /// <exception cref="SpecFormatException">The text is not a study; says what and where.</exception>
    public static StudySpec Read(string text) => SpecYaml.Read<StudySpec>(text);
}
