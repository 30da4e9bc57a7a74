using LsKd.Core.Specs;
using LsKd.Core.Studies.Plans;

namespace LsKd.Core.Studies.Catalog;

/// <summary>A ready-made document of a study, for a setting that one would otherwise have to look up.</summary>
/// <param name="Study">The study.</param>
/// <param name="Name">Name in commands.</param>
/// <param name="Title">Name for people.</param>
/// <param name="Make">The document of a size.</param>
public sealed record StudyPreset(string Study, string Name, string Title, Func<StudySize, StudySpec> Make);

/// <summary>The ready-made documents.</summary>
public static class StudyPresets
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<StudyPreset> All { get; } =
    [
        new(StudyNames.LongTail, "kanji-radical", "Natural long tail: kanji by radical", KanjiByRadical),
    ];

    /// <summary>Those of a study.</summary>
    public static IReadOnlyList<StudyPreset> Of(string study) => [.. All.Where(p => p.Study == study)];

    /// <summary>A preset of a study.</summary>
    /// <exception cref="ArgumentException">The study has none of that name; the message lists those it has.</exception>
    public static StudyPreset Get(string study, string name) => Of(study).FirstOrDefault(p => p.Name == name)
        ?? throw new ArgumentException(
            $"The study '{study}' has no preset '{name}' (known: {string.Join(", ", Of(study).Select(p => p.Name).DefaultIfEmpty("none"))}).");

    // All typefaces of a kanji would leave no class below 20 samples: a share of them makes many-, medium- and few-shot classes.
    private static StudySpec KanjiByRadical(StudySize size) => new()
    {
        Study = StudyNames.LongTail,
        Title = "kanji by radical",
        Size = size,
        ImbalanceFactors = [1],
        Data = new DataSpec
        {
            Dataset = "kanji",
            LabelLevel = "radical",
            Fraction = size switch { StudySize.Tiny => 0.05, StudySize.Quick => 0.15, _ => 0.5 },
            TestSize = size == StudySize.Tiny ? 400 : null,
        },
    };
}
