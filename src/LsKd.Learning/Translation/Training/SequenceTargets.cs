using LsKd.Core.Runs;
using LsKd.Learning.Translation.Data;
using LsKd.Learning.Translation.Decoding;
using LsKd.Learning.Translation.Model;
using static TorchSharp.torch;

namespace LsKd.Learning.Translation.Training;

/// <summary>
/// Sequence-level distillation (Kim and Rush 2016): the teacher's own translations of the training split stand in for the
/// references. They are kept in the run's folder, so that a resumed run learns from the same ones.
/// </summary>
internal static class SequenceTargets
{
    private const string FileName = "teacher-translations.tsv";

    public static IReadOnlyList<SentencePair> Of(
        RunFolder folder, TranslationModel teacher, Vocabularies vocabularies, IReadOnlyList<SentencePair> pairs, int beam, Device device)
    {
        var path = Path.Combine(folder.Root, FileName);
        if (File.Exists(path))
            return ParallelText.ReadTsv(path);
        var translations = new Translator(teacher, vocabularies, new DecodingOptions(beam), device)
            .Translate([.. pairs.Select(p => p.Source)]);
        WholeFile.WriteLines(path, pairs.Select((p, i) => $"{Flat(p.Source)}\t{Flat(translations[i].Text)}"));
        return ParallelText.ReadTsv(path);
    }

    private static string Flat(string text) => text.Replace('\t', ' ').Replace('\n', ' ');
}
