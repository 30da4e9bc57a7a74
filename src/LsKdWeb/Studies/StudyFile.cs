using LsKd.Core.Studies.Plans;
using LsKdWeb.Specs;

namespace LsKdWeb.Studies;

/// <summary>A study's document as a YAML file (JSON is read too).</summary>
internal static class StudyFile
{
    /// <summary>Writes what differs from the defaults, and always the study's name, size and seeds.</summary>
    public static string Write(StudySpec spec) => SpecYaml.Write(spec, new StudySpec(), "study", "size", "seeds");

    /// <summary>Reads a document.</summary>
    /// <exception cref="SpecFormatException">The text is not a study; says what and where.</exception>
    public static StudySpec Read(string text) => SpecYaml.Read<StudySpec>(text);
}
