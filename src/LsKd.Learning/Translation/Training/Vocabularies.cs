using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Learning.Translation.Data;
using LsKd.Learning.Translation.Subwords;

namespace LsKd.Learning.Translation.Training;

/// <summary>The units of both languages; the same object twice when joint.</summary>
/// <param name="Source">Units of the source language.</param>
/// <param name="Target">Units of the target language.</param>
public sealed record Vocabularies(Vocabulary Source, Vocabulary Target)
{
    private const string SourceFile = "vocabulary.source.json", TargetFile = "vocabulary.target.json";

    /// <summary>Whether both languages share one vocabulary.</summary>
    public bool Joint => ReferenceEquals(Source, Target);

    /// <summary>Whether a run's folder holds vocabularies.</summary>
    public static bool Exist(RunFolder folder) => File.Exists(Path.Combine(folder.Root, TargetFile));

    /// <summary>
    /// The vocabularies of a run: those of an earlier attempt, else its teacher's (a student must speak its teacher's units),
    /// else learned from the training split.
    /// </summary>
    public static Vocabularies Of(RunFolder folder, RunFolder? teacher, TranslationSpec spec, ParallelCorpus corpus)
    {
        if (Exist(folder))
            return Read(folder);
        var made = teacher is not null ? Read(teacher) : Learn(spec, corpus[Split.Train]);
        made.Write(folder);
        return made;
    }

    /// <summary>Reads the vocabularies of a run's folder.</summary>
    /// <exception cref="FileNotFoundException">It has none.</exception>
    public static Vocabularies Read(RunFolder folder)
    {
        var target = ReadFile(folder, TargetFile);
        return File.Exists(Path.Combine(folder.Root, SourceFile)) ? new(ReadFile(folder, SourceFile), target) : new(target, target);
    }

    /// <summary>A pair in ids.</summary>
    public EncodedPair Encode(SentencePair pair) => new(Source.Encode(pair.Source), Target.Encode(pair.Target));

    private static Vocabularies Learn(TranslationSpec spec, IReadOnlyList<SentencePair> pairs)
    {
        if (!spec.JointVocabulary)
            return new(
                BytePairTrainer.Train(pairs.Select(p => p.Source), spec.VocabularySize),
                BytePairTrainer.Train(pairs.Select(p => p.Target), spec.VocabularySize));
        var joint = BytePairTrainer.Train(pairs.SelectMany(p => new[] { p.Source, p.Target }), spec.VocabularySize);
        return new(joint, joint);
    }

    private static Vocabulary ReadFile(RunFolder folder, string name) =>
        Vocabulary.FromJson(File.ReadAllText(Path.Combine(folder.Root, name)));

    private void Write(RunFolder folder)
    {
        if (!Joint)
            WriteFile(folder, SourceFile, Source);
        WriteFile(folder, TargetFile, Target);
    }

    private static void WriteFile(RunFolder folder, string name, Vocabulary vocabulary)
    {
        var path = Path.Combine(folder.Root, name);
        WholeFile.WriteText(path, vocabulary.ToJson());
    }
}
